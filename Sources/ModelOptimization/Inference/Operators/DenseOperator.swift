/// A fully connected layer with the activation that follows it.
struct DenseOperator: PreparedOperator {
  /// `[inputs, outputs]`.
  let weight: [Float]
  let bias: [Float]
  let rectified: Bool

  func run(_ task: OperatorTask) {
    let outputs = bias.count
    let inputs = outputs == 0 ? 0 : weight.count / outputs
    task.inParts(task.examples * outputs, workOfOne: inputs) { start, count in
      for place in start..<start + count {
        let (row, column) = (place / outputs, place % outputs)
        var sum: Float = 0
        for inner in 0..<inputs {
          sum = sum + task.input[row * inputs + inner] * weight[inner * outputs + column]
        }
        sum += bias[column]
        task.output[place] = rectified && sum < 0 ? 0 : sum
      }
    }
  }
}
