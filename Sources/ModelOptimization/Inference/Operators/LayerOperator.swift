/// A layer that has no operator of its own: it is called as it is.
///
/// It takes and gives tensors, and so allocates memory in every call.
struct LayerOperator: PreparedOperator {
  let layer: any Layer
  /// The input of an example.
  let inputShape: [Int]
  let outputShape: [Int]

  func run(_ task: OperatorTask) {
    let x = Tensor(shape: [task.examples] + inputShape) {
      $0.update(
        from: task.input(as: Float.self), count: task.examples * elementCount(of: inputShape))
    }
    let y = ThreadPool.$current.withValue(task.pool) { layer(x) }
    require(
      y.shape == [task.examples] + outputShape,
      "\(type(of: layer)) said that it turns \(x.shape) into \([task.examples] + outputShape), "
        + "but gave \(y.shape).")
    y.withElements { task.output(as: Float.self).update(from: $0, count: y.count) }
  }
}
