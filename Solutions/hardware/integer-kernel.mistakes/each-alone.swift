func integerDot(_ activations: [UInt8], zeroPoint: UInt8, _ weights: [Int8]) -> Int32 {
  var sum: Int32 = 0
  var weightSum: Int32 = 0
  for (activation, weight) in zip(activations, weights) {
    sum += Int32(activation) * Int32(weight)
    weightSum += Int32(weight)
  }
  return sum - Int32(zeroPoint) * weightSum
}

func pairsFitIn16Bits(_ weights: [Int8]) -> Bool {
  for first in stride(from: 0, to: weights.count, by: 2) {
    for weight in [Int(weights[first]), Int(weights[first + 1])] {
      let product = 255 * weight
      if product > Int(Int16.max) || product < Int(Int16.min) { return false }
    }
  }
  return true
}

func requantized(_ sum: Int32, multiplier: Int32, shift: Int, zeroPoint: UInt8) -> UInt8 {
  let product = Int64(sum) * Int64(multiplier)
  let half = Int64(1) << (shift - 1)
  let rounded = (product + half) >> shift
  return UInt8(min(max(rounded + Int64(zeroPoint), 0), 255))
}
