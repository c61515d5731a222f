import CKernels

/// Softmax along the last axis.
struct SoftmaxOperator: PreparedOperator {
  /// The length of the last axis.
  let columns: Int
  /// Elements of an example.
  let count: Int

  func run(_ task: OperatorTask) {
    guard columns > 0 else { return }
    let (input, output) = (task.input(as: Float.self), task.output(as: Float.self))
    task.inParts(task.examples * (count / columns), workOfOne: 10 * columns) { start, rows in
      kernel_softmax_rows_float(
        input + start * columns, output + start * columns, rows, columns)
    }
  }
}
