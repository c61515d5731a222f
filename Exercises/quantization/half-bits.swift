/// The 16 bits of the FP16 number nearest to x: a sign, 5 bits of exponent, 10 of fraction.
///
/// A half goes to the even neighbour; from 65,520 on the nearest is infinity; below 2^-14 the steps
/// stay 2^-24 (subnormal numbers). NaN stays NaN.
func halfBits(of x: Float) -> UInt16 {
  // TODO: four kinds of numbers: NaN, too large, very small, and all others.
  return 0
}

/// The 16 bits of the BF16 number nearest to x: a sign, 8 bits of exponent, 7 of fraction.
///
/// A half goes to the even neighbour. NaN stays NaN.
func brainBits(of x: Float) -> UInt16 {
  // TODO: the upper half of the bits, rounded.
  return 0
}
