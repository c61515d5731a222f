/// How a pruned network is trained on, to win back what it lost.
///
/// The rule is AdamW. The learning rate is that of a training from the beginning and falls to zero
/// once more: at a low one, what is left hardly moves far enough to stand in for what is gone.
///
/// Source: Renda, Frankle, Carbin, "Comparing Rewinding and Fine-tuning in Neural Network
/// Pruning", 2020, arXiv:2003.02389.
public struct FineTuning: Equatable, Sendable {
  /// How often, how much at once, with which chances.
  public var settings: TrainingSettings
  /// The step size at its highest.
  public var learningRate: Float
  /// The weight decay of `AdamW`.
  public var weightDecay: Float

  /// Creates settings.
  public init(settings: TrainingSettings, learningRate: Float, weightDecay: Float = 0) {
    self.settings = settings
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  /// Settings that suit a network of the project, with the chances that it was trained with.
  ///
  /// - Parameters:
  ///   - model: which one.
  ///   - epochs: the passes over the training images; at least 1.
  ///   - seed: sets the order of the images and every other chance.
  public init(of model: FashionModel, epochs: Int, seed: UInt64 = 1) {
    let original = FashionTraining(of: model)
    settings = TrainingSettings(
      epochs: epochs, seed: seed, schedule: .warmUp(share: 0.05, then: .cosine),
      augmentation: original.settings.augmentation)
    learningRate = 0.001
    weightDecay = original.weightDecay
  }

  /// Trains a network with a constraint.
  func train(
    _ model: Sequential, inputShape: [Int], on training: FashionMNIST, validation: FashionMNIST,
    constraint: some ParameterConstraint, checkpoint: CheckpointFile?, monitor: TrainingMonitor
  ) throws -> TrainingResult<Sequential> {
    try ModelOptimization.train(
      model, on: training, validation: validation, inputShape: inputShape,
      optimizer: AdamW(learningRate: learningRate, weightDecay: weightDecay), settings: settings,
      constraint: constraint, checkpoint: checkpoint, monitor: monitor)
  }
}
