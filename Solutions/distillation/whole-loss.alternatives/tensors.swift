#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ModelOptimization

// Both parts for the whole batch first, as tensors; then one mixture of the two.
func distillation(
  student: [[Float]], teacher: [[Float]], labels: [Int], temperature: Float, alpha: Float
) -> (loss: Float, gradient: [[Float]]) {
  func cooled(_ rows: [[Float]]) -> Tensor {
    Tensor(rows.map { row in row.map { score in score / temperature } })
  }
  let scores = Tensor(student)
  let hardGradient = Tensor.crossEntropyGradient(logits: scores, labels: labels)
  let own = logSoftmax(cooled(student))
  let shown = logSoftmax(cooled(teacher))
  var soft: Float = 0
  for (teacherLog, studentLog) in zip(shown.elements, own.elements) {
    soft += exp(teacherLog) * (teacherLog - studentLog)
  }
  soft *= temperature * temperature / Float(labels.count)
  let gradient = labels.indices.map { row in
    student[row].indices.map { column in
      let slope = temperature * (exp(own[row, column]) - exp(shown[row, column]))
      return alpha * slope / Float(labels.count) + (1 - alpha) * hardGradient[row, column]
    }
  }
  return (alpha * soft + (1 - alpha) * crossEntropy(logits: scores, labels: labels), gradient)
}
