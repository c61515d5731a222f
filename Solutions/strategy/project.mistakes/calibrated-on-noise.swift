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
  var generator = SplitMix64(seed: 1)
  let noise = Tensor(
    (0..<training.count * 784).map { _ in Float(generator.next() >> 40) / Float(1 << 24) },
    shape: [training.count] + shape)
  let calibrated = try CalibratedModel(
    student, inputShape: shape, calibration: noise,
    count: training.count)
  return ModelFile(try calibrated.quantized(QuantizationConfiguration(format: .int8)))
}

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
