import ModelOptimization

/// What a model is when it is shipped.
struct Shipped {
  /// The images that it has right, of how many.
  var right: Int
  var images: Int
  /// The bytes of its file.
  var bytes: Int
  /// The median time of an answer to one image on one thread.
  var microseconds: Double
}

/// A network for Fashion-MNIST, ten times as fast as the CNN, a fifth of its bytes or fewer, and at most
/// a point less accurate.
///
/// Begin with any network that comes with the project, change it as you like, quantize it.
///
/// - Parameters:
///   - training: ranges are taken from these images, from all of them.
///   - validation: what choices are made by. The test set is not yours to read.
func shrunk(training: FashionMNIST, validation: FashionMNIST) throws -> ModelFile {
  let student = try FashionStudent.compact.pretrained().foldingBatchNorms()
  let shape = FashionStudent.compact.inputShape
  let images = training.images.reshaped(to: [training.count] + shape)
  var best: (model: QuantizedModel, accuracy: Double)?
  for observer in [RangeObserverKind.minMax, .percentile] {
    let calibrated = try CalibratedModel(
      student, inputShape: shape, calibration: images, observer: observer, count: training.count)
    for correctsBias in [false, true] {
      let model = try calibrated.quantized(
        QuantizationConfiguration(format: .int8, correctsBias: correctsBias))
      let accuracy = model.accuracy(on: validation)
      if accuracy > best?.accuracy ?? -1 { best = (model, accuracy) }
    }
  }
  guard let best else { preconditionFailure("There is an observer.") }
  return ModelFile(best.model)
}

/// The goals that were missed, of `faster`, `smaller` and `accuracy`, in this order; empty where all
/// are reached. A limit that is just met is met; a billionth is left to rounding.
func missed(
  _ after: Shipped, from before: Shipped, faster: Double, smaller: Double, maximumDrop: Double
) -> [String] {
  func share(_ model: Shipped) -> Double { Double(model.right) / Double(model.images) }
  let reached = [
    ("faster", before.microseconds / after.microseconds >= faster - 1e-9),
    ("smaller", Double(before.bytes) / Double(after.bytes) >= smaller - 1e-9),
    ("accuracy", share(after) >= share(before) - maximumDrop - 1e-9),
  ]
  return reached.filter { goal in !goal.1 }.map(\.0)
}
