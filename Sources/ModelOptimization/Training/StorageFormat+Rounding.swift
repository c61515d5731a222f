extension StorageFormat {
  /// The format of 16 bits; nil for 32.
  var half: HalfFormat? {
    switch self {
    case .fp32: nil
    case .fp16: .float16
    case .bf16: .bfloat16
    }
  }

  /// Rounds every element in place.
  func round(_ tensor: inout Tensor) {
    guard let half else { return }
    let count = tensor.count
    tensor.withMutableElements { half.round($0, into: $0, count: count) }
  }
}
