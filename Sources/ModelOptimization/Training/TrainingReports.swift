/// How one pass over the training images went.
public struct EpochReport: Equatable, Sendable {
  /// The number of the pass, from 1.
  public let epoch: Int
  /// The mean of what the objective gave over the pass (the cross-entropy in nats, unless another
  /// was asked for), while the network was changing.
  public let trainingLoss: Float
  /// The share of training images that were right in the pass, while the network was changing.
  public let trainingAccuracy: Double
  /// The mean cross-entropy of the validation images after the pass, in nats.
  public let validationLoss: Float
  /// The share of validation images that were right after the pass, from 0 to 1.
  public let validationAccuracy: Double
}

/// Where a training run stands, after a step.
public struct TrainingProgress: Equatable, Sendable {
  /// The number of the pass, from 1.
  public let epoch: Int
  /// The number of passes.
  public let epochs: Int
  /// The steps of this pass that are done.
  public let step: Int
  /// The steps of a pass.
  public let steps: Int
  /// The mean of what the objective gave in this pass so far.
  public let loss: Float
  /// The share of images that were right in this pass so far, from 0 to 1.
  public let accuracy: Double
  /// The learning rate of this step.
  public let learningRate: Float
  /// What the loss was multiplied by; 1 without mixed precision.
  public let lossScale: Float
  /// How long the rest of the run will take, as far as its steps so far tell.
  public let timeLeft: Duration
}

/// Who follows a training run, and can end it.
public struct TrainingMonitor {
  /// Called after each step.
  public var step: (TrainingProgress) -> Void
  /// Called after each pass.
  public var epoch: (EpochReport) -> Void
  /// Asked after each step; true ends the run with `TrainingError.interrupted`.
  public var shouldStop: () -> Bool

  /// Creates a monitor.
  public init(
    step: @escaping (TrainingProgress) -> Void = { _ in },
    epoch: @escaping (EpochReport) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) {
    self.step = step
    self.epoch = epoch
    self.shouldStop = shouldStop
  }
}

/// What a training run gives.
public struct TrainingResult<Model: TrainableLayer>: Sendable {
  /// The network as it was after its best epoch.
  public let model: Model
  /// The epoch with the highest validation accuracy; the first of several.
  public let best: EpochReport
  /// All epochs in their order.
  public let epochs: [EpochReport]
  /// The steps that were left out because a gradient overflowed.
  public let skippedSteps: Int
}

extension TrainingResult {
  /// The same result with another network made of its own, such as the part that is kept.
  public func map<Other: TrainableLayer>(
    _ change: (Model) throws -> Other
  ) rethrows -> TrainingResult<Other> {
    TrainingResult<Other>(
      model: try change(model), best: best, epochs: epochs, skippedSteps: skippedSteps)
  }
}

extension TrainingResult: Equatable where Model: Equatable {}
