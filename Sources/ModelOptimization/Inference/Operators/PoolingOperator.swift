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
    let (inputs, outputs) = (geometry.inputImageCount, geometry.outputImageCount)
    let window = geometry.windowHeight * geometry.windowWidth
    // Image by image: a geometry for another batch would take memory.
    task.inParts(task.examples, workOfOne: outputs * window) { first, count in
      for image in first..<first + count {
        let input = task.input(as: Float.self) + image * inputs
        let output = task.output(as: Float.self) + image * outputs
        switch kind {
        case .maximum: maximumPooling(input, into: output, geometry, pool: task.pool)
        case .average: averagePooling(input, into: output, geometry, pool: task.pool)
        }
      }
    }
  }
}
