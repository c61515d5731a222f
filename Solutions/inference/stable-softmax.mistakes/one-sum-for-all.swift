#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func probabilities(_ logits: [Float], classes: Int) -> [Float] {
  var powers: [Float] = []
  for start in stride(from: 0, to: logits.count, by: classes) {
    let row = logits[start..<start + classes]
    let largest = row.max() ?? 0
    powers += row.map { score in exp(score - largest) }
  }
  let sum = powers.reduce(0, +)
  return powers.map { power in power / sum }
}
