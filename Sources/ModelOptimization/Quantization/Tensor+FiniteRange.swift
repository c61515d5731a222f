extension Tensor {
  /// Refuses a tensor that cannot be quantized.
  ///
  /// - Throws: `QuantizationError.noValues`, `notFinite`.
  func requireFiniteValues() throws(QuantizationError) {
    guard count > 0 else { throw .noValues }
    guard !isFinite else { return }
    let index = elements.firstIndex { !$0.isFinite } ?? 0
    throw .notFinite(index: index, value: elements[index])
  }

  /// The least and the largest element; nil where there is none.
  ///
  /// - Throws: `QuantizationError.notFinite`.
  func finiteRange() throws(QuantizationError) -> ClosedRange<Float>? {
    guard count > 0 else { return nil }
    try requireFiniteValues()
    return withElements { elements in
      var (least, largest) = (elements[0], elements[0])
      for index in 1..<count {
        least = min(least, elements[index])
        largest = max(largest, elements[index])
      }
      return least...largest
    }
  }
}
