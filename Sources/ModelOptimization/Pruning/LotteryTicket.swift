#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds a small network inside a large one that learns as well from the same first weights.
///
/// In each round the network is trained, its smallest weights are removed, and the others go back
/// to what they were before the training: to their random beginning, or to an early state, which
/// larger networks need. After r of R rounds
///
///     1 - (1 - sparsity)^(r / R)
///
/// of the dense network's weights are gone, the same share of what is left in each round. What is
/// left at the end, trained once more, is the ticket. A mask of the same sparsity, drawn by chance
/// for the same first weights, tells whether the ticket wins because of which weights were kept.
///
/// Source: Frankle and Carbin, "The Lottery Ticket Hypothesis", 2019, arXiv:1803.03635, strategy 1
/// of appendix B; early states: Frankle et al., "Linear Mode Connectivity and the Lottery Ticket
/// Hypothesis", 2020, arXiv:1912.05671.
public struct LotteryTicket: Equatable, Sendable {
  /// The share of weights that the ticket does without, in `0..<1`.
  public var sparsity: Double
  /// R, how often the network is trained and pruned; at least 1.
  public var rounds: Int
  /// The epochs of the early state that weights go back to; 0 for their beginning.
  public var rewindEpochs: Int
  /// What weights are ranked among.
  public var scope: PruningScope
  /// The places of layers to prune; nil for all that can be.
  public var layers: [String]?
  /// The places of layers that stay dense.
  public var excluding: [String]
  /// How each round trains.
  public var training: FineTuning

  /// Creates a search.
  public init(
    sparsity: Double, rounds: Int, rewindEpochs: Int = 0, scope: PruningScope = .local,
    layers: [String]? = nil, excluding: [String] = [], training: FineTuning
  ) {
    self.sparsity = sparsity
    self.rounds = rounds
    self.rewindEpochs = rewindEpochs
    self.scope = scope
    self.layers = layers
    self.excluding = excluding
    self.training = training
  }

  /// A training of the search.
  public enum Stage: Equatable, Sendable {
    /// To the early state that weights go back to.
    case beginning
    /// Of what is left after so many prunings; 0 is the dense network.
    case round(Int)
    /// Of as many weights, chosen by chance.
    case random
  }

  /// The trainings of a search in their order.
  public static func stages(rounds: Int, rewindEpochs: Int) -> [Stage] {
    (rewindEpochs > 0 ? [.beginning] : []) + (0...max(0, rounds)).map { .round($0) } + [.random]
  }

  /// A training that is done.
  public struct Round: Equatable, Sendable {
    /// Which one.
    public let stage: Stage
    /// The share of weights that are zero, of the parameters that are pruned.
    public let sparsity: Double
    /// Its best epoch.
    public let best: EpochReport
  }

  /// What the search gives.
  public struct Result: Sendable {
    /// The trained ticket.
    public let model: Sequential
    /// Which weights it keeps.
    public let mask: PruningMask
    /// The weights that it was trained from, and that others went back to.
    public let start: Sequential
    /// The trainings in their order: the dense network, the rounds, the random mask.
    public let rounds: [Round]
  }

  /// The sparsity after some of the rounds.
  public func sparsity(after round: Int) -> Double {
    1 - pow(1 - sparsity, Double(round) / Double(rounds))
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - initial: the network with its random weights.
  ///   - inputShape: the shape of one example.
  ///   - images: what it learns from.
  ///   - validation: what states are compared by. Never the test set.
  ///   - seed: draws the random mask.
  ///   - checkpoint: where the trainings are kept, each in a file with its name behind the path;
  ///     when the search is resumed, those that are done are read and not done again.
  ///   - monitor: who follows each training.
  ///   - begin: called before each training.
  /// - Throws: `PruningError`; those of training.
  public func search(
    from initial: Sequential, inputShape: [Int], on images: FashionMNIST,
    validation: FashionMNIST, seed: UInt64 = 1, checkpoint: CheckpointFile? = nil,
    monitor: TrainingMonitor = TrainingMonitor(), begin: (Stage) -> Void = { _ in }
  ) throws -> Result {
    try checkSparsity(sparsity)
    guard rounds >= 1 else { throw PruningError.noRounds(rounds) }
    // What is wrong with the layers is told before the first training.
    let weights = try PrunableWeights(of: initial, layers: layers, excluding: excluding)
    if scope == .local { try weights.requireRest(at: sparsity) }
    let stages = Self.stages(rounds: rounds, rewindEpochs: rewindEpochs)
    if let checkpoint, checkpoint.isResumed, !stages.contains(where: checkpoint.holds) {
      throw FileError.missing("\(checkpoint.path).\(stages[0])")
    }
    var done: [Round] = []
    func trained(
      _ model: Sequential, _ mask: PruningMask, _ stage: Stage, epochs: Int? = nil
    ) throws -> Sequential {
      begin(stage)
      var tuning = training
      tuning.settings.epochs = epochs ?? tuning.settings.epochs
      let result: TrainingResult<Sequential>
      do {
        result = try tuning.train(
          mask.applied(to: model), inputShape: inputShape, on: images, validation: validation,
          constraint: MaskConstraint(mask), checkpoint: checkpoint?.of(stage), monitor: monitor)
      } catch TrainingError.interrupted(let epoch, let step, _) {
        // What is resumed is the search, not this one training.
        throw TrainingError.interrupted(epoch: epoch, step: step, checkpoint: checkpoint?.path)
      }
      if stage != .beginning {
        done.append(Round(stage: stage, sparsity: mask.sparsity, best: result.best))
      }
      return result.model
    }
    var mask = PruningMask(kept: [:])
    let start =
      rewindEpochs > 0
      ? try trained(initial, mask, .beginning, epochs: rewindEpochs) : initial
    var model = try trained(start, mask, .round(0))
    for round in 1...rounds {
      mask = try self.mask(of: model, after: round, within: mask)
      model = try trained(start, mask, .round(round))
    }
    _ = try trained(start, PruningMask(randomLike: mask, seed: seed), .random)
    return Result(model: model, mask: mask, start: start, rounds: done)
  }

  private func mask(
    of model: Sequential, after round: Int, within earlier: PruningMask?
  ) throws -> PruningMask {
    try PruningMask(
      magnitudesOf: model, sparsity: sparsity(after: round), scope: scope, layers: layers,
      excluding: excluding, within: earlier)
  }
}

extension LotteryTicket.Stage: CustomStringConvertible {
  /// The stage as it is called in the name of a file: `round-2`.
  public var description: String {
    switch self {
    case .beginning: "beginning"
    case .round(let number): "round-\(number)"
    case .random: "random"
    }
  }
}

extension CheckpointFile {
  /// Whether a training has left its file.
  fileprivate func holds(_ stage: LotteryTicket.Stage) -> Bool {
    access("\(path).\(stage)", F_OK) == 0
  }

  /// The file of one training of several; one that is not there yet is begun anew.
  fileprivate func of(_ stage: LotteryTicket.Stage) -> CheckpointFile {
    var file = self
    file.path += ".\(stage)"
    file.isResumed = isResumed && holds(stage)
    // The file of a training that is done stands in for it.
    file.isWrittenEachEpoch = true
    return file
  }
}
