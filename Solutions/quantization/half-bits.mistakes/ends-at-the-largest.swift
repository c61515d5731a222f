/// The 16 bits of the FP16 number nearest to x: a sign, 5 bits of exponent, 10 of fraction.
///
/// A half goes to the even neighbour; from 65,520 on the nearest is infinity; below 2^-14 the steps
/// stay 2^-24 (subnormal numbers). NaN stays NaN.
func halfBits(of x: Float) -> UInt16 {
  let sign = UInt16(x.bitPattern >> 16) & 0x8000
  let magnitude = x.bitPattern & 0x7fff_ffff
  if x.isNaN { return sign | 0x7e00 }
  if x.magnitude >= 65_520 { return sign | 0x7bff }
  if x.magnitude < 0x1p-14 {
    return sign | UInt16((x.magnitude * 0x1p24).rounded(.toNearestOrEven))
  }
  let rebiased = magnitude - (127 - 15) << 23
  let even = rebiased >> 13 & 1
  return sign | UInt16((rebiased + 0xfff + even) >> 13)
}

/// The 16 bits of the BF16 number nearest to x: a sign, 8 bits of exponent, 7 of fraction.
///
/// A half goes to the even neighbour. NaN stays NaN.
func brainBits(of x: Float) -> UInt16 {
  let bits = x.bitPattern
  if x.isNaN { return UInt16(bits >> 16) | 0x40 }
  let odd = bits >> 16 & 1
  return UInt16((bits + 0x7fff + odd) >> 16)
}
