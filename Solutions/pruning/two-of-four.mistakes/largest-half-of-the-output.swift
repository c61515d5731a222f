func patternMask(
  of weights: [Float], inputs: Int, outputs: Int, keeping n: Int, of m: Int
) -> [Bool] {
  var kept = [Bool](repeating: true, count: weights.count)
  for output in 0..<outputs {
    let group = (0..<inputs).map { input in input * outputs + output }
    let ranking = group.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
    for place in ranking.dropLast(inputs / m * n) { kept[place] = false }
  }
  return kept
}

func patternBits(weights count: Int, bitsPerWeight: Int, keeping n: Int, of m: Int) -> Int {
  let bitsPerPlace = Int.bitWidth - (m - 1).leadingZeroBitCount
  return count / m * n * (bitsPerWeight + bitsPerPlace)
}
