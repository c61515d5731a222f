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
    let pair = [Int(weights[first]), Int(weights[first + 1])]
    let largest = 255 * pair.reduce(0) { sum, weight in sum + max(weight, 0) }
    let least = 255 * pair.reduce(0) { sum, weight in sum + min(weight, 0) }
    if largest > Int(Int16.max) || least < Int(Int16.min) { return false }
  }
  return true
}

func requantized(_ sum: Int32, multiplier: Int32, shift: Int, zeroPoint: UInt8) -> UInt8 {
  let quotient = Double(sum) * Double(multiplier) / Double(Int64(1) << shift)
  return UInt8(min(max(Int64(quotient.rounded()) + Int64(zeroPoint), 0), 255))
}
