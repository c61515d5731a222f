import ModelOptimization

struct Shipped {
  var right: Int
  var images: Int
  var bytes: Int
  var microseconds: Double
}

func shrunk(training: FashionMNIST, validation: FashionMNIST) throws -> ModelFile {
  let student = try FashionStudent.compact.pretrained()
  let shape = FashionStudent.compact.inputShape
  let calibrated = try CalibratedModel(
    student, inputShape: shape, calibration: training.images.reshaped(to: [training.count] + shape),
    count: training.count)
  return ModelFile(try calibrated.quantized(QuantizationConfiguration(format: .int8)))
}

func missed(
  _ after: Shipped, from before: Shipped, faster: Double, smaller: Double, maximumDrop: Double
) -> [String] {
  let slack = 0.0
  var goals: [String] = []
  if before.microseconds < (faster - slack) * after.microseconds { goals.append("faster") }
  if Double(before.bytes) < (smaller - slack) * Double(after.bytes) { goals.append("smaller") }
  let was = Double(before.right) / Double(before.images)
  let isNow = Double(after.right) / Double(after.images)
  if was - isNow > maximumDrop + slack { goals.append("accuracy") }
  return goals
}
