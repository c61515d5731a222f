/// A fully connected layer with the activation that follows it.
struct DenseOperator: PreparedOperator {
  private let weight: PackedMatrix
  private let bias: [Float]
  private let activation: MatmulActivation

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - weight: `[inputs, outputs]`.
  ///   - bias: one element for each output.
  ///   - rectified: whether a ReLU follows.
  init(weight: Tensor, bias: [Float], rectified: Bool) {
    self.weight = PackedMatrix(weight)
    self.bias = bias
    activation = rectified ? .relu : .none
  }

  func run(_ task: OperatorTask) {
    bias.withUnsafeBufferPointer { bias in
      weight.multiply(
        MatmulOperand(task.input, rows: task.examples, columns: weight.rows), into: task.output,
        bias: bias.baseAddress, activation: activation, pool: task.pool)
    }
  }
}
