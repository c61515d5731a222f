/// What is removed from a network, and when.
public enum PruningTechnique: Equatable, Sendable {
  /// The weights of the smallest magnitude, at once.
  case magnitude(sparsity: Double, scope: PruningScope)
  /// The weights below a magnitude, at once.
  case threshold(Float)
  /// The weights of the smallest magnitude, more and more while the network is trained.
  case gradual(PruningSchedule, scope: PruningScope)
  /// All but N of each M inputs, at once.
  case pattern(SparsityPattern)
  /// Filters, channels and neurons, at once and for real.
  case channels(sparsity: Double, norm: ChannelNorm, scope: PruningScope)
}

/// Prunes a network, trains it on, and keeps its best state.
///
/// Everything but the training follows from the dense network, so that a run that was interrupted
/// goes on from its checkpoint with the same call.
public struct PruningPipeline: Equatable, Sendable {
  /// What is removed.
  public var technique: PruningTechnique
  /// The places of layers ("3") to prune; nil for all that can be.
  public var layers: [String]?
  /// The places of layers that stay as they are.
  public var excluding: [String]
  /// How the network is trained on; nil for not at all.
  public var fineTuning: FineTuning?

  /// Creates a pipeline.
  public init(
    _ technique: PruningTechnique, layers: [String]? = nil, excluding: [String] = [],
    fineTuning: FineTuning?
  ) {
    self.technique = technique
    self.layers = layers
    self.excluding = excluding
    self.fineTuning = fineTuning
  }

  /// Prunes a network.
  ///
  /// - Parameters:
  ///   - model: the dense network.
  ///   - inputShape: the shape of one example.
  ///   - training: what it learns from afterwards.
  ///   - validation: what its states are compared by. Never the test set.
  ///   - checkpoint: where the training is kept while it goes on; nil for nowhere.
  ///   - monitor: who follows the training.
  /// - Returns: the best state after the technique had removed all that it was to remove.
  /// - Throws: `PruningError`; those of training.
  public func run(
    _ model: Sequential, inputShape: [Int], on training: FashionMNIST, validation: FashionMNIST,
    checkpoint: CheckpointFile? = nil, monitor: TrainingMonitor = TrainingMonitor()
  ) throws -> PruningResult {
    func result(
      _ model: Sequential, _ constraint: some ParameterConstraint
    ) throws -> PruningResult {
      guard let fineTuning else { return PruningResult(model: model) }
      let trained = try fineTuning.train(
        model, inputShape: inputShape, on: training, validation: validation,
        constraint: constraint, checkpoint: checkpoint, monitor: monitor)
      return PruningResult(model: trained.model, best: trained.best, epochs: trained.epochs)
    }
    switch technique {
    case .gradual(let schedule, let scope):
      let constraint = try GradualPruning(
        of: model, schedule: schedule, scope: scope, layers: layers, excluding: excluding)
      guard fineTuning != nil else { throw PruningError.needsTraining("Gradual pruning") }
      return try result(model, constraint)
    case .channels(let sparsity, let norm, let scope):
      let pruning = try ChannelPruning(
        of: model, inputShape: inputShape, sparsity: sparsity, norm: norm, scope: scope,
        layers: layers, excluding: excluding)
      var result = try result(pruning.removing(from: model), NoConstraint())
      result.channels = pruning.groups
      return result
    case .magnitude, .threshold, .pattern:
      let mask = try mask(of: model)
      return try result(mask.applied(to: model), MaskConstraint(mask))
    }
  }

  private func mask(of model: Sequential) throws -> PruningMask {
    switch technique {
    case .magnitude(let sparsity, let scope):
      try PruningMask(
        magnitudesOf: model, sparsity: sparsity, scope: scope, layers: layers,
        excluding: excluding)
    case .threshold(let threshold):
      try PruningMask(of: model, below: threshold, layers: layers, excluding: excluding)
    case .pattern(let pattern):
      try PruningMask(of: model, pattern: pattern, layers: layers, excluding: excluding)
    case .gradual, .channels: PruningMask(kept: [:])
    }
  }
}

/// What pruning gives.
public struct PruningResult: Sendable {
  /// The pruned network, its zeros permanent.
  public var model: Sequential
  /// The epoch whose state it is; nil where it was not trained.
  public var best: EpochReport?
  /// The epochs of the training in their order.
  public var epochs: [EpochReport] = []
  /// The channels that were removed for real; empty for other techniques.
  public var channels: [ChannelPruning.Group] = []
}
