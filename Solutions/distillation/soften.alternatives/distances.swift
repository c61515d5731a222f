#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The distance to the largest score is divided, not the score; then both ways part.
private func distances(_ logits: [Float], _ temperature: Float) -> [Float] {
  var largest = -Float.infinity
  for score in logits where score > largest { largest = score }
  return logits.map { score in (score - largest) / temperature }
}

func softened(_ logits: [Float], temperature: Float) -> [Float] {
  var powers: [Float] = []
  var sum: Float = 0
  for distance in distances(logits, temperature) {
    powers.append(exp(distance))
    sum += exp(distance)
  }
  return powers.map { power in power / sum }
}

func logSoftened(_ logits: [Float], temperature: Float) -> [Float] {
  var result = distances(logits, temperature)
  var sum: Float = 0
  for distance in result { sum += exp(distance) }
  let shift = log(sum)
  for index in result.indices { result[index] -= shift }
  return result
}
