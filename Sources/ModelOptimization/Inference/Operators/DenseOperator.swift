/// A fully connected layer with the activation that follows it; or a convolution of 1×1, which is
/// the same for the channels of each pixel.
struct DenseOperator: PreparedOperator {
  private let weight: PackedMatrix
  private let bias: [Float]
  private let activation: MatmulActivation
  /// Rows of inputs in an example: 1, or its pixels.
  private let rows: Int

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - weight: `[inputs, outputs]`.
  ///   - bias: one element for each output.
  ///   - rectified: whether a ReLU follows.
  ///   - rows: rows of inputs in an example.
  init(weight: PackedMatrix, bias: [Float], rectified: Bool, rows: Int = 1) {
    self.weight = weight
    self.bias = bias
    self.rows = rows
    activation = rectified ? .relu : .none
  }

  func run(_ task: OperatorTask) {
    bias.withUnsafeBufferPointer { bias in
      weight.multiply(
        MatmulOperand(
          task.input(as: Float.self), rows: task.examples * rows, columns: weight.rows),
        into: task.output(as: Float.self), bias: bias.baseAddress, activation: activation,
        pool: task.pool)
    }
  }
}
