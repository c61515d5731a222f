#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// KL is the cross-entropy of the two answers less the entropy of the teacher's.
func softLoss(student: [Float], teacher: [Float], temperature: Float) -> Float {
  let own = logSoftShares(student, temperature)
  let shown = logSoftShares(teacher, temperature)
  let shares = shown.map { logarithm in exp(logarithm) }
  let crossed = -zip(shares, own).map { share, logarithm in share * logarithm }.reduce(0, +)
  let entropy = -zip(shares, shown).map { share, logarithm in share * logarithm }.reduce(0, +)
  return (crossed - entropy) * temperature * temperature
}

func softSlope(student: [Float], teacher: [Float], temperature: Float) -> [Float] {
  var slopes = logSoftShares(student, temperature).map { logarithm in exp(logarithm) }
  for (index, logarithm) in logSoftShares(teacher, temperature).enumerated() {
    slopes[index] -= exp(logarithm)
    slopes[index] *= temperature
  }
  return slopes
}

/// The logarithms of softmax at a temperature. This is given.
func logSoftShares(_ logits: [Float], _ temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
