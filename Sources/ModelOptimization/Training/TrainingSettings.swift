/// What a training run does, apart from its model, its data and its optimizer.
public struct TrainingSettings: Equatable, Sendable {
  /// The passes over the training images; at least 1.
  public var epochs: Int
  /// The images between two steps of the optimizer; at least 1.
  public var batchSize: Int
  /// Sets the order of the images and every other chance.
  public var seed: UInt64
  /// How the learning rate changes from step to step.
  public var schedule: LearningRateSchedule
  /// How the images are changed before they are learned from.
  public var augmentation: Augmentation
  /// The format in which weights, activations and gradients are stored; the optimizer's weights
  /// are of 32 bits in any case.
  public var precision: StorageFormat
  /// The scale of the loss to begin with, where the precision needs one.
  public var lossScale: LossScale
  /// The epochs without a better validation accuracy after which training stops; nil for never.
  public var patience: Int?
  /// The length to which gradients are clipped, all taken as one vector; nil for no limit.
  public var largestGradientNorm: Float?

  /// Creates settings.
  public init(
    epochs: Int, batchSize: Int = 128, seed: UInt64 = 1,
    schedule: LearningRateSchedule = .constant, augmentation: Augmentation = .none,
    precision: StorageFormat = .fp32, lossScale: LossScale = LossScale(), patience: Int? = nil,
    largestGradientNorm: Float? = nil
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.seed = seed
    self.schedule = schedule
    self.augmentation = augmentation
    self.precision = precision
    self.lossScale = lossScale
    self.patience = patience
    self.largestGradientNorm = largestGradientNorm
  }

  /// The settings by name, as a checkpoint keeps them.
  var names: [String: String] {
    [
      "epochs": "\(epochs)", "batch_size": "\(batchSize)", "seed": "\(seed)",
      "schedule": "\(schedule)", "augmentation": "\(augmentation)",
      "precision": precision.rawValue,
      "loss_scale_growth": precision.needsLossScale ? "\(lossScale.growthInterval)" : "none",
      "patience": patience.map { "\($0)" } ?? "none",
      "largest_gradient_norm": largestGradientNorm.map { "\($0)" } ?? "none",
    ]
  }

  func requireSense() {
    require(
      epochs >= 1 && batchSize >= 1 && patience ?? 1 >= 1,
      "Training takes at least 1 epoch, batches of at least 1 image and a patience of at least "
        + "1 epoch; it was given \(epochs), \(batchSize) and \(patience ?? 1).")
  }
}
