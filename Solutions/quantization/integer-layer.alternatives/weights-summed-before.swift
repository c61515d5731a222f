import Foundation

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
  let parts = frexp(factor)
  let multiplier = (parts.0 * 0x1p31).rounded()
  if multiplier == 0x1p31 { return FixedPoint(multiplier: 1 << 30, shift: 30 - parts.1) }
  return FixedPoint(multiplier: Int32(multiplier), shift: 31 - parts.1)
}

/// Biases in the steps that the sums of a layer have: input scale · weight scale of the output.
///
/// - Parameters:
///   - bias: a number for each output.
///   - inputScale: the scale of the layer's input.
///   - weightScales: a scale for each output.
func integerBiases(_ bias: [Float], inputScale: Float, weightScales: [Float]) -> [Int32] {
  bias.indices.map { Int32((bias[$0] / inputScale / weightScales[$0]).rounded(.toNearestOrEven)) }
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
  var bytes: [UInt8] = []
  for output in weights.indices {
    var sum = Int(biases[output])
    var weightSum = 0
    for place in input.indices {
      sum += Int(input[place]) * Int(weights[output][place])
      weightSum += Int(weights[output][place])
    }
    sum -= Int(inputZero) * weightSum
    let factor = factors[output]
    let rounded = sum * Int(factor.multiplier) + (1 << (factor.shift - 1))
    var steps = rounded >> factor.shift
    if isRectified { steps = max(steps, 0) }
    bytes.append(UInt8(clamping: steps + Int(outputZero)))
  }
  return bytes
}
