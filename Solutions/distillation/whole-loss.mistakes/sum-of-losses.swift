#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func distillation(
  student: [[Float]], teacher: [[Float]], labels: [Int], temperature: Float, alpha: Float
) -> (loss: Float, gradient: [[Float]]) {
  let batch = Float(labels.count)
  var loss: Float = 0
  var gradient: [[Float]] = []
  for row in labels.indices {
    let label = labels[row]
    let logs = logSoftShares(student[row], 1)
    let own = logSoftShares(student[row], temperature)
    let shown = logSoftShares(teacher[row], temperature)
    var divergence: Float = 0
    var slopes: [Float] = []
    for index in logs.indices {
      divergence += exp(shown[index]) * (shown[index] - own[index])
      let soft = temperature * (exp(own[index]) - exp(shown[index]))
      let hard = exp(logs[index]) - (index == label ? 1 : 0)
      slopes.append((alpha * soft + (1 - alpha) * hard) / batch)
    }
    let softened = temperature * temperature * divergence
    loss += alpha * softened - (1 - alpha) * logs[label]
    gradient.append(slopes)
  }
  return (loss, gradient)
}

func logSoftShares(_ logits: [Float], _ temperature: Float) -> [Float] {
  let cooled = logits.map { score in score / temperature }
  let largest = cooled.max() ?? 0
  let sum = cooled.map { score in exp(score - largest) }.reduce(0, +)
  return cooled.map { score in score - largest - log(sum) }
}
