/// How a network that comes with the project is trained.
public struct FashionTraining: Sendable {
  /// The rules that move the parameters.
  public enum Rule: String, Sendable {
    /// `Adam`, without weight decay.
    case adam
    /// `AdamW`.
    case adamW
  }

  /// Which of the networks.
  public let model: FashionModel
  /// How often, how much at once, with which chances and in which format.
  public var settings: TrainingSettings
  /// How the parameters move.
  public var rule: Rule
  /// The step size of the rule at its highest.
  public var learningRate: Float
  /// The weight decay of `AdamW`.
  public var weightDecay: Float

  /// The settings with which the shipped network was trained.
  public init(of model: FashionModel) {
    self.model = model
    switch model {
    case .mlp:
      settings = TrainingSettings(epochs: 15, schedule: .cosine)
      (rule, learningRate, weightDecay) = (.adam, 0.001, 0)
    case .cnn:
      settings = TrainingSettings(
        epochs: 12, schedule: .warmUp(share: 0.05, then: .cosine),
        augmentation: Augmentation(maximumShift: 1, mirrors: true))
      (rule, learningRate, weightDecay) = (.adamW, 0.001, 0.05)
    case .depthwise:
      settings = TrainingSettings(
        epochs: 8, schedule: .warmUp(share: 0.05, then: .cosine),
        augmentation: Augmentation(maximumShift: 1, mirrors: true))
      (rule, learningRate, weightDecay) = (.adamW, 0.004, 0.02)
    }
  }

  /// Trains the network on Fashion-MNIST, full or subset, whichever is found.
  ///
  /// The test set is not touched.
  ///
  /// - Parameters:
  ///   - location: where to look for the data set.
  ///   - checkpoint: where the run is kept while it goes on; nil for nowhere.
  ///   - monitor: who follows the run.
  /// - Returns: the best network by validation accuracy, and metadata to store beside it.
  /// - Throws: `DatasetError`, `FileError`, `TrainingError`, `CheckpointError`,
  ///   `SafetensorsError`.
  public func run(
    from location: DataLocation = DataLocation(), checkpoint: CheckpointFile? = nil,
    monitor: TrainingMonitor = TrainingMonitor()
  ) throws -> (result: TrainingResult<Sequential>, metadata: [String: String]) {
    let training = try FashionMNIST.training(from: location)
    let validation = try FashionMNIST.validation(from: location)
    func result(_ optimizer: some Optimizer) throws -> TrainingResult<Sequential> {
      try train(
        model.untrained(seed: settings.seed), on: training, validation: validation,
        inputShape: model.inputShape, optimizer: optimizer, settings: settings,
        checkpoint: checkpoint, monitor: monitor)
    }
    let result =
      switch rule {
      case .adam: try result(Adam(learningRate: learningRate))
      case .adamW: try result(AdamW(learningRate: learningRate, weightDecay: weightDecay))
      }
    let images = "\(training.count) training and \(validation.count) validation images"
    return (result, metadata(of: result, dataset: "Fashion-MNIST, \(images)"))
  }

  private func metadata(
    of result: TrainingResult<Sequential>, dataset: String
  ) -> [String: String] {
    var metadata = [
      "activation": "relu",
      "batch_size": "\(settings.batchSize)",
      "best_epoch": "\(result.best.epoch)",
      "dataset": dataset,
      "epochs": "\(settings.epochs)",
      "learning_rate": "\(learningRate)",
      "optimizer": rule == .adam ? "Adam" : "AdamW",
      "schedule": "\(settings.schedule)",
      "seed": "\(settings.seed)",
      "validation_accuracy": "\(result.best.validationAccuracy)",
    ]
    if rule == .adamW { metadata["weight_decay"] = "\(weightDecay)" }
    if settings.augmentation != .none { metadata["augmentation"] = "\(settings.augmentation)" }
    if settings.precision != .fp32 { metadata["precision"] = settings.precision.rawValue }
    return metadata
  }
}
