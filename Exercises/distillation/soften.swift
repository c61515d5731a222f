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
  // TODO: divide by the temperature, and stay finite for all scores.
  let powers = logits.map { score in exp(score) }
  let sum = powers.reduce(0, +)
  return powers.map { power in power / sum }
}

/// The natural logarithms of these probabilities, finite also where a probability rounds to 0.
func logSoftened(_ logits: [Float], temperature: Float) -> [Float] {
  // TODO: the logarithm of a share that is 0 is −∞. Do not pass through the shares.
  return softened(logits, temperature: temperature).map { share in log(share) }
}
