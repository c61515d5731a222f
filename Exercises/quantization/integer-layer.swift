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
  // TODO: double the factor, and count, until its multiplier has 31 bits.
  return FixedPoint(multiplier: 0, shift: 1)
}

/// Biases in the steps that the sums of a layer have: input scale · weight scale of the output.
///
/// - Parameters:
///   - bias: a number for each output.
///   - inputScale: the scale of the layer's input.
///   - weightScales: a scale for each output.
func integerBiases(_ bias: [Float], inputScale: Float, weightScales: [Float]) -> [Int32] {
  // TODO: how many steps is each bias?
  return []
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
  // TODO: sum, multiply, round, shift, move, cut.
  return []
}
