/// Adds products of 8-bit numbers up, exactly.
///
///     Σ (activation - zeroPoint) · weight
///
/// - Parameters:
///   - activations: as many as weights.
///   - zeroPoint: the byte that stands for 0.0.
///   - weights: symmetric, so that 0 stands for 0.0.
func integerDot(_ activations: [UInt8], zeroPoint: UInt8, _ weights: [Int8]) -> Int32 {
  var sum: Int32 = 0
  var weightSum: Int32 = 0
  for (activation, weight) in zip(activations, weights) {
    sum += Int32(activation) * Int32(weight)
    weightSum += Int32(weight)
  }
  return sum - Int32(zeroPoint) * weightSum
}

/// Whether activations from 0 to 255 can never bring two neighbouring products beyond 16 bits.
///
/// - Parameter weights: an even number; elements 0 and 1 are the first pair, 2 and 3 the next.
func pairsFitIn16Bits(_ weights: [Int8]) -> Bool {
  for first in stride(from: 0, to: weights.count, by: 2) {
    let pair = [Int(weights[first]), Int(weights[first + 1])]
    let largest = 255 * pair.reduce(0) { sum, weight in sum + max(weight, 0) }
    let least = 255 * pair.reduce(0) { sum, weight in sum + min(weight, 0) }
    if largest > Int(Int16.max) || least < Int(Int16.min) { return false }
  }
  return true
}

/// Brings a 32-bit sum back to a byte, without floating point.
///
///     round(sum · multiplier / 2 to the power of shift) + zeroPoint, a half rounded up
///
/// - Parameters:
///   - sum: of products.
///   - multiplier: 0 or more.
///   - shift: from 1 to 62.
///   - zeroPoint: the byte that stands for 0.0 in the result.
/// - Returns: what lies outside of 0...255 ends at the nearer end.
func requantized(_ sum: Int32, multiplier: Int32, shift: Int, zeroPoint: UInt8) -> UInt8 {
  let product = Int64(sum) * Int64(multiplier)
  let half = Int64(1) << (shift - 1)
  let rounded = (product + half) >> shift
  return UInt8(min(max(rounded + Int64(zeroPoint), 0), 255))
}
