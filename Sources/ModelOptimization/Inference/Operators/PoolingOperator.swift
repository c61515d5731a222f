/// The largest or the mean element of each window.
struct PoolingOperator: PreparedOperator {
  enum Kind {
    case maximum
    case average
  }

  let kind: Kind
  /// The sizes for one image.
  let geometry: PoolingGeometry

  func run(_ task: OperatorTask) {
    let one = geometry
    let geometry = PoolingGeometry(
      batch: task.examples, height: one.height, width: one.width, channels: one.channels,
      window: (one.windowHeight, one.windowWidth), stride: (one.strideHeight, one.strideWidth),
      padding: (one.paddingTop, one.paddingLeft, one.paddingBottom, one.paddingRight))
    switch kind {
    case .maximum: maximumPooling(task.input, into: task.output, geometry, pool: task.pool)
    case .average: averagePooling(task.input, into: task.output, geometry, pool: task.pool)
    }
  }
}
