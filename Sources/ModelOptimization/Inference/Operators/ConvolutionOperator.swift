/// A convolution of any kind, with the activation and the pooling that follow it.
struct ConvolutionOperator: PreparedOperator {
  let convolution: PackedConvolution

  var scratchCount: Int { convolution.scratchCount }

  func run(_ task: OperatorTask) {
    convolution(
      task.input, into: task.output, batch: task.examples, scratch: task.scratch, pool: task.pool)
  }
}
