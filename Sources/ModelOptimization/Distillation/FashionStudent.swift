/// Small networks for Fashion-MNIST that learn from one of the larger ones.
public enum FashionStudent: String, CaseIterable, Sendable {
  /// Three convolutions of 3×3, to 16, 32 and 64 channels, each with a batch norm, ReLU and a max
  /// pool of 2, then one dense layer: 29,178 parameters, 1,924,992 multiply-accumulates an image.
  /// Channels in sixteens fill the vectors of integer kernels. Shown shifted and mirrored images it
  /// comes as far as the CNN without it: from a teacher that is no better there is little to learn.
  case compact
  /// Dense layers 784-128-64-10 with ReLU between them: 109,386 parameters, 109,184
  /// multiply-accumulates an image.
  case dense

  /// The shape of one image as the network takes it: `[784]`, or height, width and channels.
  public var inputShape: [Int] { self == .dense ? [28 * 28] : [28, 28, 1] }

  /// The network with random weights; the same for the same seed.
  public func untrained(seed: UInt64) -> Sequential {
    var generator = SplitMix64(seed: seed)
    switch self {
    case .dense:
      return MultilayerPerceptron(sizes: [28 * 28, 128, 64, 10], using: &generator).sequential
    case .compact:
      var layers: [any TrainableLayer] = []
      for (inputs, outputs) in [(1, 16), (16, 32), (32, 64)] {
        layers += [
          Conv2D(
            inputs: inputs, outputs: outputs, size: 3, padding: 1, hasBias: false,
            using: &generator),
          BatchNorm(channels: outputs), ReLU(), MaxPool2D(size: 2),
        ]
      }
      return Sequential(
        layers + [Flatten(), Dense(inputs: 3 * 3 * 64, outputs: 10, using: &generator)])
    }
  }

  /// How the student is trained, alone or from a teacher. The dense one gains from forty epochs over
  /// twenty in both ways.
  public var settings: TrainingSettings {
    TrainingSettings(
      epochs: self == .compact ? 20 : 40, schedule: .warmUp(share: 0.05, then: .cosine),
      augmentation: self == .compact ? Augmentation(maximumShift: 1, mirrors: true) : .none)
  }

  /// The optimizer of the student, at rest.
  public var optimizer: AdamW {
    switch self {
    case .compact: AdamW(learningRate: 0.005, weightDecay: 0.02)
    case .dense: AdamW(learningRate: 0.001, weightDecay: 0.02)
    }
  }

  /// The temperature and the teacher's share, as validation images chose them.
  public var loss: DistillationLoss {
    do {
      return try DistillationLoss(temperature: 1, alpha: self == .compact ? 0.5 : 0.9)
    } catch {
      preconditionFailure("A temperature of 1 and shares of 0.5 and 0.9 are allowed.")
    }
  }
}
