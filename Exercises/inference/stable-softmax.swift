#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the scores of each example into probabilities that add up to one.
///
///     p[i] = exp(x[i]) / Σ over j of exp(x[j])
///
/// - Parameters:
///   - logits: raw scores, shape `[batch, classes]`, row-major.
///   - classes: the number of scores in a row; at least 1.
/// - Returns: probabilities, the same shape.
func probabilities(_ logits: [Float], classes: Int) -> [Float] {
  var result: [Float] = []
  for start in stride(from: 0, to: logits.count, by: classes) {
    let row = logits[start..<start + classes]
    // TODO: this is right on paper. Make it right in 32 bits.
    let powers = row.map { score in exp(score) }
    let sum = powers.reduce(0, +)
    result += powers.map { power in power / sum }
  }
  return result
}
