/// Trains a network on images and keeps its best state.
///
/// After each epoch the validation images are classified; the state with the highest accuracy is
/// the one returned. The same arguments give the same weights, bit for bit, on the same machine
/// and with the same build, for any number of threads, and whether or not the run was stopped and
/// resumed in between.
///
/// With a precision of 16 bits, weights, activations and gradients are rounded to the format
/// wherever it would store them, between the layers of a `Sequential` and at both ends of any
/// other model; the optimizer moves weights of 32 bits. That shows what the format does to the
/// training; on a processor it does not make it faster.
///
/// - Parameters:
///   - model: the network to begin with; its output has the shape `[batch, classes]`.
///   - training: what it learns from; at least one image.
///   - validation: what its states are compared by; at least one image. Never the test set.
///   - inputShape: the shape of one image as the network takes it, such as `[28, 28, 1]`; nil for
///     the rows of `images` as they are.
///   - optimizer: how the parameters move, with the learning rate to begin with.
///   - settings: everything else.
///   - objective: what the network is trained towards.
///   - constraint: what its parameters obey while it learns.
///   - checkpoint: where the run is written after each epoch and when it is interrupted, and
///     whether it begins with what is there; nil for nowhere.
///   - monitor: who follows the run.
/// - Throws: `TrainingError`; with a checkpoint also `CheckpointError`, `FileError` and
///   `SafetensorsError`.
public func train<Model: TrainableLayer>(
  _ model: Model, on training: FashionMNIST, validation: FashionMNIST, inputShape: [Int]? = nil,
  optimizer: some Optimizer, settings: TrainingSettings,
  objective: some TrainingObjective = CrossEntropyObjective(),
  constraint: some ParameterConstraint = NoConstraint(), checkpoint: CheckpointFile? = nil,
  monitor: TrainingMonitor = TrainingMonitor()
) throws -> TrainingResult<Model> {
  var run = TrainingRun(
    model: model, training: training, validation: validation, inputShape: inputShape,
    optimizer: optimizer, settings: settings, objective: objective, constraint: constraint)
  if let checkpoint, checkpoint.isResumed {
    try run.resume(from: checkpoint.path)
  }
  return try run.finish(checkpoint: checkpoint, monitor: monitor)
}

/// The file in which a training run is kept while it goes on.
public struct CheckpointFile: Equatable, Sendable {
  /// Where it lies. It is replaced as a whole, so that a run that is killed leaves one that works.
  public var path: String
  /// Whether the run goes on from what is there, instead of beginning anew.
  public var isResumed: Bool
  /// Whether the file is written after each epoch, and not only when the run is interrupted.
  public var isWrittenEachEpoch: Bool

  /// Creates a place for a checkpoint.
  public init(_ path: String, isResumed: Bool = false, isWrittenEachEpoch: Bool = true) {
    self.path = path
    self.isResumed = isResumed
    self.isWrittenEachEpoch = isWrittenEachEpoch
  }
}
