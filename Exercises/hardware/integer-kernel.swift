/// Adds products of 8-bit numbers up, exactly.
///
///     Σ (activation - zeroPoint) · weight
///
/// - Parameters:
///   - activations: as many as weights.
///   - zeroPoint: the byte that stands for 0.0.
///   - weights: symmetric, so that 0 stands for 0.0.
func integerDot(_ activations: [UInt8], zeroPoint: UInt8, _ weights: [Int8]) -> Int32 {
  // TODO: widen before you multiply.
  return 0
}

/// Whether activations from 0 to 255 can never bring two neighbouring products beyond 16 bits.
///
/// - Parameter weights: an even number; elements 0 and 1 are the first pair, 2 and 3 the next.
func pairsFitIn16Bits(_ weights: [Int8]) -> Bool {
  // TODO: which activations make a pair's sum as large as it can be? As small?
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
  // TODO: multiply in 64 bits, round, shift, add the zero point, keep within a byte.
  return 0
}
