/// A convolution of any kind, with the activation and the pooling that follow it.
struct ConvolutionOperator: PreparedOperator {
  let convolution: PackedConvolution

  var scratchBytes: Int { 4 * convolution.scratchCount }

  func run(_ task: OperatorTask) {
    convolution(
      task.input(as: Float.self), into: task.output(as: Float.self), batch: task.examples,
      scratch: task.scratch, pool: task.pool)
  }
}
