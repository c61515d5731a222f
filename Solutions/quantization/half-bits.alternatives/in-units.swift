/// The 16 bits of the FP16 number nearest to x: a sign, 5 bits of exponent, 10 of fraction.
///
/// A half goes to the even neighbour; from 65,520 on the nearest is infinity; below 2^-14 the steps
/// stay 2^-24 (subnormal numbers). NaN stays NaN.
func halfBits(of x: Float) -> UInt16 {
  let sign: UInt16 = x.sign == .minus ? 1 << 15 : 0
  guard !x.isNaN else { return sign | 0x7fff }
  guard x.magnitude < 65_520 else { return sign | 31 << 10 }
  let exponent = x.magnitude < 0x1p-14 ? -14 : Int(x.exponent)
  let unit = Float(sign: .plus, exponent: exponent - 10, significand: 1)
  let units = Int((x.magnitude / unit).rounded(.toNearestOrEven))
  return sign | UInt16(units + (exponent + 14) * 1024)
}

/// The 16 bits of the BF16 number nearest to x: a sign, 8 bits of exponent, 7 of fraction.
///
/// A half goes to the even neighbour. NaN stays NaN.
func brainBits(of x: Float) -> UInt16 {
  let upper = UInt16(x.bitPattern >> 16)
  let lower = x.bitPattern & 0xffff
  if x.isNaN { return upper | 1 }
  if lower < 0x8000 || (lower == 0x8000 && upper % 2 == 0) { return upper }
  return upper + 1
}
