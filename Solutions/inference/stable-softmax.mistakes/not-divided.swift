#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func probabilities(_ logits: [Float], classes: Int) -> [Float] {
  var result: [Float] = []
  for start in stride(from: 0, to: logits.count, by: classes) {
    let row = logits[start..<start + classes]
    let largest = row.max() ?? 0
    let powers = row.map { score in exp(score - largest) }
    result += powers
  }
  return result
}
