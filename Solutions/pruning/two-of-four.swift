/// Keeps the n largest magnitudes of each m consecutive inputs of one output.
///
/// Of equal magnitudes the first go.
///
/// - Parameters:
///   - weights: a dense layer's, `[inputs, outputs]`, row-major: the weights of one input lie
///     together. m divides `inputs`.
/// - Returns: for each weight, in the same order, whether it is kept.
func patternMask(
  of weights: [Float], inputs: Int, outputs: Int, keeping n: Int, of m: Int
) -> [Bool] {
  var kept = [Bool](repeating: true, count: weights.count)
  for output in 0..<outputs {
    for first in stride(from: 0, to: inputs, by: m) {
      let group = (first..<first + m).map { input in input * outputs + output }
      let ranking = group.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
      for place in ranking.dropLast(n) { kept[place] = false }
    }
  }
  return kept
}

/// The bits that a layer takes when only what is kept is stored, each weight with its place within
/// its group.
///
/// A place takes as many bits as the numbers from 0 to m - 1 need.
func patternBits(weights count: Int, bitsPerWeight: Int, keeping n: Int, of m: Int) -> Int {
  let bitsPerPlace = Int.bitWidth - (m - 1).leadingZeroBitCount
  return count / m * n * (bitsPerWeight + bitsPerPlace)
}
