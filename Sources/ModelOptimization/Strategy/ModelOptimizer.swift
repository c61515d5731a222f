/// Makes a model faster and smaller within a limit of accuracy, one technique after the other.
///
/// A small student learns from the model; filters are removed from it; its weights become integers;
/// what can be computed beforehand is. Every step is measured, and the next one begins with its
/// result only where that helps. What the limit of accuracy leaves is spent where it buys most: first
/// on a smaller architecture, last on coarser numbers.
///
/// All choices are made by the validation images. Latencies are measured, and so another run may
/// choose another student; with the same choices, the same seed gives the same weights.
public struct ModelOptimizer: Sendable {
  /// The passes over the training images that the steps may take.
  public struct Epochs: Equatable, Sendable {
    /// Those in which a student learns from the model; at least 1.
    public var distillation: Int
    /// Those after filters were removed; at least 1.
    public var pruning: Int
    /// Those with rounded weights; at least 1.
    public var tuning: Int

    /// Creates numbers of epochs.
    ///
    /// - Parameters:
    ///   - distillation: at least 1.
    ///   - pruning: nil for two fifths of those.
    ///   - tuning: nil for a sixth of those.
    public init(distillation: Int = 20, pruning: Int? = nil, tuning: Int? = nil) {
      require(distillation >= 1, "A student learns for at least 1 epoch.")
      self.distillation = distillation
      self.pruning = pruning ?? max(1, distillation * 2 / 5)
      self.tuning = tuning ?? max(1, distillation / 6)
    }
  }

  /// What the model is to become.
  public var goal: OptimizationGoal
  /// How long the steps may take.
  public var epochs: Epochs
  /// Sets every chance.
  public var seed: UInt64
  /// The latency that the speed is measured against, in microseconds; nil for that of the model
  /// itself, in this library and in 32 bits.
  public var baselineMicroseconds: Double?

  /// Creates an optimizer.
  public init(
    goal: OptimizationGoal, epochs: Epochs = Epochs(), seed: UInt64 = 1,
    baselineMicroseconds: Double? = nil
  ) {
    self.goal = goal
    self.epochs = epochs
    self.seed = seed
    self.baselineMicroseconds = baselineMicroseconds
  }

  /// What a run gives.
  public struct Result: Sendable {
    /// The model after the last step that was kept.
    public let model: ModelFile
    /// The steps in their order; the first is the model to begin with.
    public let entries: [OptimizationEntry]
    /// What was asked for, by validation images.
    public let target: ModelFigures
  }

  /// Optimizes a model.
  ///
  /// - Parameters:
  ///   - model: in floating point; its metadata is that of every model that is made of it.
  ///   - name: what it is called.
  ///   - training: what is learned from.
  ///   - validation: what choices are made by. Never the test set.
  ///   - path: the file that keeps the run. Models of steps are kept in files beside it, and the
  ///     training that goes on in a checkpoint. Where it is there already, the run goes on behind
  ///     the steps that it tells of, and from the checkpoint. `filesOfRun(at:)` tells their names.
  ///   - monitor: who follows the run.
  /// - Throws: `OptimizationError`, `TrainingError.interrupted` and others of training,
  ///   `RunLogError`, `FileError`, `CheckpointError`.
  public func run(
    _ model: ModelFile, name: String, training: FashionMNIST, validation: FashionMNIST,
    state path: String, monitor: OptimizationMonitor = OptimizationMonitor()
  ) throws -> Result {
    let network = try model.floatingPointNetwork()
    var run = try OptimizationRun(
      path: path, fields: fields(of: name, training, validation), validation: validation,
      monitor: monitor)
    let original = ModelFile(network, inputShape: model.inputShape, metadata: model.metadata)
    try run.begin(with: original, name: name, goal: goal, microseconds: baselineMicroseconds)
    let school = try School(
      teacher: network, name: name, inputShape: model.inputShape, training: training,
      validation: validation, seed: seed)

    try distill(&run, school)
    try prune(&run, school)
    try quantize(&run, school)
    try fuse(&run)
    return Result(model: try run.currentFile(), entries: run.done, target: run.target)
  }

  private func fields(
    of name: String, _ training: FashionMNIST, _ validation: FashionMNIST
  ) -> [String: String] {
    [
      "format": "pare.optimize/1", "model": name, "faster": "\(goal.faster)",
      "smaller": "\(goal.smaller)", "max-drop": "\(goal.maximumDrop)", "seed": "\(seed)",
      "epochs": "\(epochs.distillation), \(epochs.pruning), \(epochs.tuning)",
      "baseline-microseconds": baselineMicroseconds.map { "\($0)" } ?? "measured",
      "images": "\(training.count) and \(validation.count)",
    ]
  }

  /// The files that a run keeps beside its state, some of which may not be there.
  public static func filesOfRun(at path: String) -> [String] {
    OptimizationStep.allCases.flatMap {
      [OptimizationRun.modelFile($0, path), OptimizationRun.checkpoint($0, path)]
    }
  }
}

/// Who follows the optimization of a model, and can end it.
public struct OptimizationMonitor {
  /// Called before a step that was not done before.
  public var begin: (OptimizationStep) -> Void
  /// Called after each step, those of an earlier run included.
  public var entry: (OptimizationEntry) -> Void
  /// Follows the trainings; asked, too, before each step whether to stop.
  public var training: TrainingMonitor

  /// Creates a monitor.
  public init(
    begin: @escaping (OptimizationStep) -> Void = { _ in },
    entry: @escaping (OptimizationEntry) -> Void = { _ in },
    training: TrainingMonitor = TrainingMonitor()
  ) {
    self.begin = begin
    self.entry = entry
    self.training = training
  }
}
