// Takes the zero point off each activation: one subtraction more in the loop, nothing to correct.
func integerDot(_ activations: [UInt8], zeroPoint: UInt8, _ weights: [Int8]) -> Int32 {
  zip(activations, weights).reduce(0) { sum, pair in
    sum + (Int32(pair.0) - Int32(zeroPoint)) * Int32(pair.1)
  }
}

func pairsFitIn16Bits(_ weights: [Int8]) -> Bool {
  // The worst activations are at the ends of their range, so three pairs of them say it all.
  for first in stride(from: 0, to: weights.count, by: 2) {
    let (left, right) = (Int(weights[first]), Int(weights[first + 1]))
    for sum in [255 * left, 255 * right, 255 * (left + right)]
    where Int16(exactly: sum) == nil {
      return false
    }
  }
  return true
}

func requantized(_ sum: Int32, multiplier: Int32, shift: Int, zeroPoint: UInt8) -> UInt8 {
  // One bit less than asked for, then half of it: rounding up is what is left to do.
  let doubled = (Int64(sum) * Int64(multiplier)) >> (shift - 1)
  return UInt8(clamping: (doubled + 1) >> 1 + Int64(zeroPoint))
}
