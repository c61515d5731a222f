import ModelOptimization
import Testing

@Suite struct `Training` {
  let training: FashionMNIST
  let validation: FashionMNIST

  init() throws {
    training = try FashionMNIST.training(count: 1000, from: shippedData)
    validation = try FashionMNIST.validation(count: 500, from: shippedData)
  }

  func result(
    seed: UInt64 = 1, epochs: Int = 3, optimizer: some Optimizer = Adam(),
    progress: (EpochReport) -> Void = { _ in }
  ) -> TrainingResult {
    var generator = SplitMix64(seed: seed)
    let model = MultilayerPerceptron(sizes: [784, 32, 10], using: &generator)
    return train(
      model, on: training, validation: validation, epochs: epochs, batchSize: 64,
      optimizer: optimizer, seed: seed, progress: progress)
  }

  @Test func `learns to tell clothes apart`() {
    let result = result(epochs: 5)
    // Guessing gives 0.1 and 2.303; 1,000 images are enough for three quarters.
    #expect(result.best.validationAccuracy > 0.7)
    #expect(result.best.validationLoss < 0.9)
    let losses = result.epochs.map(\.trainingLoss)
    #expect(losses.count == 5)
    #expect(losses == losses.sorted(by: >))
  }

  @Test func `gives the same weights for the same seed, bit for bit`() {
    let first = result(seed: 7)
    #expect(result(seed: 7) == first)
    #expect(result(seed: 8).model != first.model)
  }

  /// Learns like Adam for a while, then forgets everything at every step.
  struct Forgetful: Optimizer {
    var adam = Adam()
    var steps: Int
    var learningRate: Float {
      get { adam.learningRate }
      set { adam.learningRate = newValue }
    }

    mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
      adam.update(&parameters, gradients: gradients)
      steps -= 1
      if steps < 0 { parameters = parameters.map { Tensor(zeros: $0.shape) } }
    }
  }

  @Test func `keeps the state of its best epoch, though a later one was worse`() {
    var seen: [EpochReport] = []
    // 16 steps are an epoch of 1,000 images in batches of 64; two epochs go well.
    let result = result(epochs: 4, optimizer: Forgetful(steps: 32)) { seen.append($0) }
    #expect(seen == result.epochs)
    #expect(seen.map(\.epoch) == [1, 2, 3, 4])
    #expect(result.best.epoch <= 2)
    #expect(seen[3].validationAccuracy < 0.2)
    let highest = seen.map(\.validationAccuracy).max()
    #expect(result.best.validationAccuracy == highest)
    #expect(result.best == seen.first { $0.validationAccuracy == highest })
    let predictions = argmax(result.model(validation.images))
    #expect(accuracy(of: predictions, labels: validation.labels) == highest)
  }

  @Test func `shows each image once in every pass, in an order of its own`() {
    // Each image is marked by its number.
    let numbered = FashionMNIST(
      images: Tensor((0..<10).map { Float($0) }, shape: [10, 1]), labels: Array(0..<10))
    var generator = SplitMix64(seed: 1)
    let first = Array(Batches(of: numbered, size: 4, using: &generator))
    let second = Array(Batches(of: numbered, size: 4, using: &generator))
    #expect(first.map(\.count) == [4, 4, 2])
    #expect(first.flatMap(\.labels).sorted() == Array(0..<10))
    #expect(first.flatMap(\.labels) != second.flatMap(\.labels))
    for batch in first + second {
      #expect(batch.images.elements == batch.labels.map { Float($0) })
    }
  }

  @Test func `of the project's network works with the subset that comes with it`() throws {
    var settings = FashionTraining()
    settings.epochs = 2
    let (result, metadata) = try settings.run(from: shippedData)
    #expect(result.best.validationAccuracy > 0.8)
    #expect(result.model.layers.map(\.outputs) == [256, 128, 10])
    #expect(metadata["seed"] == "1")
    #expect(metadata["epochs"] == "2")
    #expect(metadata["validation_accuracy"] == "\(result.best.validationAccuracy)")
    #expect(metadata["dataset"]?.contains("10800 training and 1200 validation") == true)
  }
}
