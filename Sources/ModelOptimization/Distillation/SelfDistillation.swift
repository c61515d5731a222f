/// A network that learns from an earlier self: several generations of one architecture, each of
/// which begins anew and learns from the one before it.
///
/// The first generation learns from labels alone, or is a network that is already trained. There
/// is nothing to gain in size; a later generation is often more accurate than the first.
///
/// Source: Furlanello et al., "Born-Again Neural Networks", 2018, arXiv:1805.04770, section 3.
public struct SelfDistillation: Sendable {
  /// The temperature and the share of the teacher.
  public let loss: DistillationLoss
  /// How often the network is born again; at least 1.
  public let generations: Int

  /// Creates the technique.
  ///
  /// - Parameters:
  ///   - generations: how often the network is born again; at least 1.
  ///   - loss: the temperature and the share of the teacher.
  /// - Throws: `DistillationError.noGeneration`.
  public init(generations: Int, loss: DistillationLoss) throws(DistillationError) {
    guard generations >= 1 else { throw .noGeneration(generations) }
    self.generations = generations
    self.loss = loss
  }

  /// Trains the generations.
  ///
  /// - Parameters:
  ///   - first: a trained network to begin with; nil to train the first one from labels.
  ///   - untrained: the network with random weights from a seed; each generation has another.
  ///   - training: what they learn from.
  ///   - validation: what their states are compared by. Never the test set.
  ///   - inputShape: the shape of one image as the network takes it.
  ///   - optimizer: how the parameters move, at rest.
  ///   - settings: everything else; its seed is that of the first generation.
  ///   - monitor: who follows a generation, by its number: 0 for the one that is not born again.
  /// - Returns: the generations that were trained, in their order.
  /// - Throws: `DistillationError`, and what `train` throws.
  public func run(
    from first: Sequential? = nil, untrained: (_ seed: UInt64) -> Sequential,
    on training: FashionMNIST, validation: FashionMNIST, inputShape: [Int],
    optimizer: some Optimizer, settings: TrainingSettings,
    monitor: (_ generation: Int) -> TrainingMonitor = { _ in TrainingMonitor() }
  ) throws -> [TrainingResult<Sequential>] {
    var results: [TrainingResult<Sequential>] = []
    var newest = first
    if newest == nil {
      let result = try train(
        untrained(settings.seed), on: training, validation: validation, inputShape: inputShape,
        optimizer: optimizer, settings: settings, monitor: monitor(0))
      results.append(result)
      newest = result.model
    }
    for generation in 1...generations {
      guard let parent = newest else { break }
      let teacher = Teacher(parent, inputShape: inputShape, name: "generation \(generation - 1)")
      var settings = settings
      settings.seed &+= UInt64(generation)
      let result = try distill(
        untrained(settings.seed),
        towards: DistillationObjective(teachers: [teacher], loss: loss), on: training,
        validation: validation, inputShape: inputShape, optimizer: optimizer, settings: settings,
        monitor: monitor(generation))
      results.append(result)
      newest = result.model
    }
    return results
  }
}
