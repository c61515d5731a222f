#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far a student's softened answer is from its teacher's.
///
///     p = softmax(teacher / T),  q = softmax(student / T)
///     loss = T² · KL(p ‖ q) = T² · Σ p · (log p - log q)
///
/// - Parameters:
///   - student: its scores of one image.
///   - teacher: the teacher's scores of the same image, as many.
///   - temperature: T, above 0.
/// - Returns: nats, times T²; 0 where both answer the same.
func softLoss(student: [Float], teacher: [Float], temperature: Float) -> Float {
  // TODO: KL(p ‖ q) times T².
  return 0
}

/// How the loss changes with each of the student's scores.
///
///     ∂loss/∂student = T · (q - p)
///
/// - Returns: as many numbers as there are scores.
func softSlope(student: [Float], teacher: [Float], temperature: Float) -> [Float] {
  // TODO: the difference of the two softened answers, times T.
  return student.map { _ in 0 }
}

/// The logarithms of softmax at a temperature. This is given.
func logSoftShares(_ logits: [Float], _ temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
