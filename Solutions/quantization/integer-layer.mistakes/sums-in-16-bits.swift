/// A factor that integers can apply: multiplier / 2^shift.
struct FixedPoint: Equatable {
  /// From 2^30 to 2^31 - 1.
  var multiplier: Int32
  /// How far the product is shifted right.
  var shift: Int
}

/// The nearest fixed-point number to a factor.
///
/// - Parameter factor: positive.
/// - Returns: a multiplier that uses all of its 31 bits.
func fixedPoint(_ factor: Double) -> FixedPoint {
  var multiplier = factor
  var shift = 0
  while multiplier < 0x1p30 {
    multiplier *= 2
    shift += 1
  }
  while multiplier.rounded() >= 0x1p31 {
    multiplier /= 2
    shift -= 1
  }
  return FixedPoint(multiplier: Int32(multiplier.rounded()), shift: shift)
}

/// Biases in the steps that the sums of a layer have: input scale · weight scale of the output.
///
/// - Parameters:
///   - bias: a number for each output.
///   - inputScale: the scale of the layer's input.
///   - weightScales: a scale for each output.
func integerBiases(_ bias: [Float], inputScale: Float, weightScales: [Float]) -> [Int32] {
  zip(bias, weightScales).map { bias, weightScale in
    Int32((bias / (inputScale * weightScale)).rounded())
  }
}

/// A dense layer in integers, from bytes to bytes.
///
///     sum    = bias + Σ (input - inputZero) · weight
///     output = round(sum · factor) + outputZero, within 0...255        a half goes up
///
/// - Parameters:
///   - input: bytes.
///   - inputZero: the byte that stands for 0.0 in the input.
///   - weights: of each output, as many as inputs.
///   - biases: of each output, in steps of its sum.
///   - factors: of each output: input scale · weight scale / output scale; shifts of 1 to 62.
///   - outputZero: the byte that stands for 0.0 in the result.
///   - isRectified: whether a ReLU follows: what is below 0.0 becomes 0.0.
func integerLayer(
  _ input: [UInt8], inputZero: UInt8, weights: [[Int8]], biases: [Int32],
  factors: [FixedPoint], outputZero: UInt8, isRectified: Bool
) -> [UInt8] {
  weights.indices.map { output in
    var sum = Int64(biases[output])
    for (byte, weight) in zip(input, weights[output]) {
      sum += (Int64(byte) - Int64(inputZero)) * Int64(weight)
    }
    sum = Int64(Int16(clamping: sum))
    let factor = factors[output]
    let half = Int64(1) << (factor.shift - 1)
    let steps = (sum * Int64(factor.multiplier) + half) >> factor.shift
    let least = isRectified ? Int64(outputZero) : 0
    return UInt8(min(max(steps + Int64(outputZero), least), 255))
  }
}
