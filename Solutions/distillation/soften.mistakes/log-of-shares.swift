#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let powers = cooled.map { score in exp(score - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { power in power / sum }
}

func logSoftened(_ logits: [Float], temperature: Float) -> [Float] {
  softened(logits, temperature: temperature).map { share in log(share) }
}
