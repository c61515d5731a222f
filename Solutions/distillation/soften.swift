#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The probabilities of a row of scores at a temperature.
///
///     p[i] = exp(x[i] / T) / Σ over j of exp(x[j] / T)
///
/// - Parameters:
///   - logits: the scores of one image, at least 1.
///   - temperature: T, above 0; 1 leaves softmax as it is.
/// - Returns: as many numbers as there are scores; together 1.
func softened(_ logits: [Float], temperature: Float) -> [Float] {
  logSoftened(logits, temperature: temperature).map { logarithm in exp(logarithm) }
}

/// The natural logarithms of these probabilities, finite also where a probability rounds to 0.
func logSoftened(_ logits: [Float], temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
