#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  logSoftened(logits, temperature: temperature).map { logarithm in exp(logarithm) }
}

func logSoftened(_ logits: [Float], temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = logits.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
