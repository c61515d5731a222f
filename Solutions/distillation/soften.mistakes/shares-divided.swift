#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  let shares = logSoftened(logits, temperature: 1).map { logarithm in exp(logarithm) }
  let cooled = shares.map { share in share / temperature }
  let sum = cooled.reduce(0, +)
  return cooled.map { share in share / sum }
}

func logSoftened(_ logits: [Float], temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
