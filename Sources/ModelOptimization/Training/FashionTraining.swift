/// How the network that comes with the project is trained.
public struct FashionTraining: Equatable, Sendable {
  /// Sets the first weights and the order of the images.
  public var seed: UInt64 = 1
  /// The passes over the training images.
  public var epochs = 15
  /// The images between two steps of the optimizer.
  public var batchSize = 128
  /// The step size of Adam at the beginning.
  public var learningRate: Float = 0.001
  /// How the step size changes from there.
  public var schedule = LearningRateSchedule.cosine
  /// The sizes of the hidden layers.
  public var hiddenSizes = [256, 128]

  /// Creates the settings of the shipped network.
  public init() {}

  /// Trains a network on Fashion-MNIST, full or subset, whichever is found.
  ///
  /// The test set is not touched.
  ///
  /// - Parameters:
  ///   - location: where to look for the data set.
  ///   - progress: called after each epoch.
  /// - Returns: the best network by validation accuracy, and metadata to store beside it.
  /// - Throws: `DatasetError`, `FileError`.
  public func run(
    from location: DataLocation = DataLocation(), progress: (EpochReport) -> Void = { _ in }
  ) throws -> (result: TrainingResult, metadata: [String: String]) {
    let training = try FashionMNIST.training(from: location)
    let validation = try FashionMNIST.validation(from: location)
    var generator = SplitMix64(seed: seed)
    let model = MultilayerPerceptron(
      sizes: [28 * 28] + hiddenSizes + [FashionMNIST.classNames.count], using: &generator)
    let result = train(
      model, on: training, validation: validation, epochs: epochs, batchSize: batchSize,
      optimizer: Adam(learningRate: learningRate), schedule: schedule, seed: seed,
      progress: progress)
    let metadata = [
      "activation": "relu",
      "batch_size": "\(batchSize)",
      "best_epoch": "\(result.best.epoch)",
      "dataset": "Fashion-MNIST, \(training.count) training and \(validation.count) validation "
        + "images",
      "epochs": "\(epochs)",
      "learning_rate": "\(learningRate)",
      "optimizer": "Adam",
      "schedule": "\(schedule)",
      "seed": "\(seed)",
      "validation_accuracy": "\(result.best.validationAccuracy)",
    ]
    return (result, metadata)
  }
}
