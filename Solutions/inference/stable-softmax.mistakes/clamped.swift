#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func probabilities(_ logits: [Float], classes: Int) -> [Float] {
  var result: [Float] = []
  for start in stride(from: 0, to: logits.count, by: classes) {
    let row = logits[start..<start + classes]
    let powers = row.map { score in exp(min(max(score, -80), 80)) }
    let sum = powers.reduce(0, +)
    result += powers.map { power in power / sum }
  }
  return result
}
