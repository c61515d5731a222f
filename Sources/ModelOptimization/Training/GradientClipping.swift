/// The length of all gradients taken as one vector: the square root of the sum of all squares.
public func globalNorm(of gradients: [Tensor]) -> Float {
  var total = 0.0
  for gradient in gradients {
    let elements = gradient.storage.span
    // Eight sums side by side, for the compiler to keep in vectors: one after the other, each
    // addition would wait for the one before it.
    var sums = SIMD8<Double>()
    let whole = elements.count - elements.count % 8
    for start in stride(from: 0, to: whole, by: 8) {
      for lane in 0..<8 {
        let element = Double(elements[start + lane])
        sums[lane] += element * element
      }
    }
    for index in whole..<elements.count {
      total += Double(elements[index]) * Double(elements[index])
    }
    total += sums.sum()
  }
  return Float(total.squareRoot())
}

/// Shortens gradients that are too long, all by the same factor, so that the direction stays.
///
/// Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks",
/// 2013, arXiv:1211.5063, algorithm 1.
///
/// - Parameters:
///   - gradients: one for each parameter.
///   - maximum: the largest global norm that is left as it is; above 0.
/// - Returns: the global norm before.
@discardableResult
public func clip(_ gradients: inout [Tensor], toGlobalNorm maximum: Float) -> Float {
  require(maximum > 0, "Gradients are clipped to a norm above 0; \(maximum) was given.")
  let norm = globalNorm(of: gradients)
  guard norm > maximum else { return norm }
  let factor = maximum / norm
  for index in gradients.indices {
    let count = gradients[index].count
    gradients[index].withMutableElements {
      Elementwise.scaleShift($0, scale: factor, shift: 0, into: $0, count: count)
    }
  }
  return norm
}
