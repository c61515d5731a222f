#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The loss of a batch, and how it changes with the student's scores.
///
///     p = softmax(teacher / T),  q = softmax(student / T)
///     loss = mean over images of  α · T² · KL(p ‖ q) + (1 - α) · −log softmax(student)[label]
///
/// - Parameters:
///   - student: a row of scores for each image.
///   - teacher: as many rows, as long.
///   - labels: the right class of each image.
///   - temperature: T, above 0.
///   - alpha: α, the teacher's share, from 0 to 1.
/// - Returns: the loss in nats, and ∂loss/∂student, of the shape of `student`.
func distillation(
  student: [[Float]], teacher: [[Float]], labels: [Int], temperature: Float, alpha: Float
) -> (loss: Float, gradient: [[Float]]) {
  // TODO: the labels' part is here. Add the teacher's, and mix them by alpha.
  let batch = Float(labels.count)
  var loss: Float = 0
  var gradient: [[Float]] = []
  for (scores, label) in zip(student, labels) {
    let logs = logSoftShares(scores, 1)
    loss -= logs[label] / batch
    gradient.append(
      logs.indices.map { index in (exp(logs[index]) - (index == label ? 1 : 0)) / batch })
  }
  return (loss, gradient)
}

/// The logarithms of softmax at a temperature. This is given.
func logSoftShares(_ logits: [Float], _ temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
