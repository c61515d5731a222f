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
  let student = try FashionStudent.compact.pretrained()
  let shape = FashionStudent.compact.inputShape
  let calibrated = try CalibratedModel(
    student, inputShape: shape, calibration: training.images.reshaped(to: [training.count] + shape),
    count: training.count)
  return ModelFile(try calibrated.quantized(QuantizationConfiguration(format: .int8)))
}

/// The goals that were missed, of `faster`, `smaller` and `accuracy`, in this order; empty where all
/// are reached. A limit that is just met is met; a billionth is left to rounding.
func missed(
  _ after: Shipped, from before: Shipped, faster: Double, smaller: Double, maximumDrop: Double
) -> [String] {
  let slack = 1e-9
  var goals: [String] = []
  if before.microseconds < (faster - slack) * after.microseconds { goals.append("faster") }
  if Double(before.bytes) < (smaller - slack) * Double(after.bytes) { goals.append("smaller") }
  let was = Double(before.right) / Double(before.images)
  let isNow = Double(after.right) / Double(after.images)
  if was - isNow > maximumDrop + slack { goals.append("accuracy") }
  return goals
}
