#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Log-softmax first, then exp: log p[i] = (x[i] - max x) - log Σ exp(x[j] - max x). The two
// subtractions stay apart: beside a score of 1000, a float has no room for the digits of the
// logarithm.
func probabilities(_ logits: [Float], classes: Int) -> [Float] {
  var result = logits
  for row in 0..<logits.count / classes {
    let places = row * classes..<(row + 1) * classes
    var largest = -Float.infinity
    for place in places { largest = max(largest, logits[place]) }
    var sum: Float = 0
    for place in places { sum += exp(logits[place] - largest) }
    let logOfSum = log(sum)
    for place in places { result[place] = exp(logits[place] - largest - logOfSum) }
  }
  return result
}
