/// What `HalfFormat` computes, for one number and in plain Swift; otherwise identical.
package enum HalfReference {
  /// The 16 bits of the number of the format that is nearest to x.
  package static func narrow(_ x: Float, to format: HalfFormat) -> UInt16 {
    let fractionBits = format == .float16 ? 10 : 7
    let leastExponent = format == .float16 ? -14 : -126
    let largestExponent = format == .float16 ? 15 : 127
    let sign: UInt16 = x.sign == .minus ? 0x8000 : 0
    let allOnes = UInt16((largestExponent * 2 + 1) << fractionBits)
    if x.isNaN {
      let payload = UInt16(truncatingIfNeeded: x.significandBitPattern >> (23 - fractionBits))
      return sign | allOnes | 1 << (fractionBits - 1) | payload
    }
    if x.isInfinite { return sign | allOnes }
    if x == 0 { return sign }
    // In units of the format's last place at x, every number of the format is whole. A Double
    // holds all of this exactly.
    let exponent = max(Int(x.exponent), leastExponent)
    let unit = Double(sign: .plus, exponent: exponent - fractionBits, significand: 1)
    let units = Int((Double(x.magnitude) / unit).rounded(.toNearestOrEven))
    // Counted on from the least exponent; a carry out of the fraction increments the exponent.
    let bits = units + (exponent - leastExponent) << fractionBits
    return sign | UInt16(min(bits, Int(allOnes)))
  }

  /// The number that 16 bits stand for.
  package static func widen(_ bits: UInt16, from format: HalfFormat) -> Float {
    let fractionBits = format == .float16 ? 10 : 7
    let leastExponent = format == .float16 ? -14 : -126
    let fraction = Int(bits) & (1 << fractionBits - 1)
    let exponent = Int(bits & 0x7fff) >> fractionBits
    let sign: FloatingPointSign = bits & 0x8000 == 0 ? .plus : .minus
    if exponent == 0x7fff >> fractionBits {
      if fraction == 0 { return sign == .plus ? .infinity : -.infinity }
      let payload = UInt32(fraction) << UInt32(23 - fractionBits)
      return Float(bitPattern: UInt32(bits & 0x8000) << 16 | 0x7fc0_0000 | payload)
    }
    let units = exponent == 0 ? fraction : fraction + 1 << fractionBits
    let size = Float(
      sign: .plus, exponent: max(exponent - 1, 0) + leastExponent - fractionBits,
      significand: Float(units))
    return sign == .plus ? size : -size
  }
}
