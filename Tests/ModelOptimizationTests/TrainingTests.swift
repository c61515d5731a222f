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
    change: (inout TrainingSettings) -> Void = { _ in },
    monitor: TrainingMonitor = TrainingMonitor()
  ) throws -> TrainingResult<MultilayerPerceptron> {
    var generator = SplitMix64(seed: seed)
    let model = MultilayerPerceptron(sizes: [784, 32, 10], using: &generator)
    var settings = TrainingSettings(epochs: epochs, batchSize: 64, seed: seed)
    change(&settings)
    return try train(
      model, on: training, validation: validation, optimizer: optimizer, settings: settings,
      monitor: monitor)
  }

  @Test func `learns to tell clothes apart`() throws {
    let result = try result(epochs: 5)
    // Guessing gives 0.1 and 2.303; 1,000 images are enough for three quarters.
    #expect(result.best.validationAccuracy > 0.7)
    #expect(result.best.validationLoss < 0.9)
    let losses = result.epochs.map(\.trainingLoss)
    #expect(losses.count == 5)
    #expect(losses == losses.sorted(by: >))
    let shares = result.epochs.map(\.trainingAccuracy)
    #expect(shares == shares.sorted())
  }

  @Test func `gives the same weights for the same seed, bit for bit`() throws {
    let first = try result(seed: 7)
    #expect(try result(seed: 7) == first)
    #expect(try result(seed: 8).model != first.model)
  }

  @Test(arguments: FashionModel.allCases)
  func `gives the same weights for any number of threads`(kind: FashionModel) throws {
    let images = training.prefix(kind == .mlp ? 1000 : 150)
    func weights(threads: Int) throws -> [Tensor] {
      try withThreads(threads) {
        let result = try train(
          kind.untrained(seed: 2), on: images, validation: validation.prefix(20),
          inputShape: kind.inputShape, optimizer: AdamW(),
          settings: TrainingSettings(
            epochs: 1, batchSize: 64,
            augmentation: Augmentation(maximumShift: 2, mirrors: true),
            largestGradientNorm: 1))
        return result.model.parameters + result.model.statistics
      }
    }
    let one = try weights(threads: 1)
    #expect(try weights(threads: 2) == one)
    #expect(try weights(threads: 3) == one)
    #expect(one != kind.untrained(seed: 2).parameters + kind.untrained(seed: 2).statistics)
  }

  /// Learns like Adam for a while, then forgets everything at every step.
  struct Forgetful: Optimizer {
    var adam = Adam()
    var steps: Int
    var learningRate: Float {
      get { adam.learningRate }
      set { adam.learningRate = newValue }
    }
    var state: OptimizerState {
      get { adam.state }
      set { adam.state = newValue }
    }
    var settings: [String: String] { adam.settings }

    mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
      adam.update(&parameters, gradients: gradients)
      steps -= 1
      if steps < 0 { parameters = parameters.map { Tensor(zeros: $0.shape) } }
    }
  }

  @Test func `keeps the state of its best epoch, though a later one was worse`() throws {
    var seen: [EpochReport] = []
    // 16 steps are an epoch of 1,000 images in batches of 64; two epochs go well.
    let result = try result(
      epochs: 4, optimizer: Forgetful(steps: 32),
      monitor: TrainingMonitor(epoch: { seen.append($0) }))
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

  @Test func `stops when its patience is over`() throws {
    let result = try result(epochs: 50, optimizer: Forgetful(steps: 16)) { $0.patience = 2 }
    #expect(result.best.epoch == 1)
    #expect(result.epochs.count == 3)
  }

  @Test func `tells after each step where it stands`() throws {
    var seen: [TrainingProgress] = []
    let result = try result(epochs: 2, monitor: TrainingMonitor(step: { seen.append($0) }))
    #expect(seen.map(\.step) == Array(1...16) + Array(1...16))
    #expect(seen.map(\.epoch) == Array(repeating: 1, count: 16) + Array(repeating: 2, count: 16))
    #expect(seen.allSatisfy { $0.steps == 16 && $0.epochs == 2 && $0.lossScale == 1 })
    #expect(seen[15].loss == result.epochs[0].trainingLoss)
    #expect(seen[31].accuracy == result.epochs[1].trainingAccuracy)
    #expect(seen[0].timeLeft > .zero && seen[31].timeLeft == .zero)
  }

  @Test func `stops with a sentence when the loss is no number any more`() {
    let error = #expect(throws: TrainingError.self) {
      try result(optimizer: SGD(learningRate: 1e30))
    }
    guard case .lossNotFinite(epoch: 1, let step, learningRate: 1e30) = error else {
      Issue.record("\(error.map { "\($0)" } ?? "no error")")
      return
    }
    #expect((2...4).contains(step))
    #expect(error?.description.contains("Train with a lower learning rate") == true)
  }

  @Test func `with clipped gradients survives a step size that is fatal otherwise`() throws {
    let result = try result(epochs: 1, optimizer: SGD(learningRate: 10)) {
      $0.largestGradientNorm = 0.01
    }
    #expect(result.best.trainingLoss.isFinite)
  }

  @Test func `of the project's network works with the subset that comes with it`() throws {
    var recipe = FashionTraining(of: .mlp)
    recipe.settings.epochs = 2
    let (result, metadata) = try recipe.run(from: shippedData)
    #expect(result.best.validationAccuracy > 0.8)
    #expect(result.model.parameters.map(\.shape)[0] == [784, 256])
    #expect(metadata["seed"] == "1")
    #expect(metadata["epochs"] == "2")
    #expect(metadata["validation_accuracy"] == "\(result.best.validationAccuracy)")
    #expect(metadata["dataset"]?.contains("10800 training and 1200 validation") == true)
  }
}
