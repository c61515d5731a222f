#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the scores of each example into probabilities that add up to one.
///
///     p[i] = exp(x[i] - max x) / Σ over j of exp(x[j] - max x)
///
/// Subtracting the row's largest score changes nothing on paper. In 32 bits it keeps every power
/// between 0 and 1, with at least one of them exactly 1, so that nothing overflows and the sum is
/// never 0.
///
/// - Parameters:
///   - logits: raw scores, shape `[batch, classes]`, row-major.
///   - classes: the number of scores in a row; at least 1.
/// - Returns: probabilities, the same shape.
func probabilities(_ logits: [Float], classes: Int) -> [Float] {
  var result: [Float] = []
  for start in stride(from: 0, to: logits.count, by: classes) {
    let row = logits[start..<start + classes]
    let largest = row.max() ?? 0
    let powers = row.map { score in exp(score - largest) }
    let sum = powers.reduce(0, +)
    result += powers.map { power in power / sum }
  }
  return result
}
