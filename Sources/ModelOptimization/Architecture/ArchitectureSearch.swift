/// Finds an architecture that is as accurate as a limit of its cost allows.
///
/// - Random: architectures within the limit are drawn; with halving all of them are trained
///   briefly, the better ones longer.
/// - Evolution: a population, in which the best of a few drawn at random has a child, changed in
///   one thing, and the oldest dies. (Age, not accuracy, decides who dies: an architecture that was
///   lucky once is not kept for ever.) What a child reached is known after the full budget.
///
/// The same seed and the same scores give the same search. With a log it goes on where it was
/// interrupted: what is written there is not trained again.
///
/// Source: Real et al., "Regularized Evolution for Image Classifier Architecture Search", 2019,
/// arXiv:1802.01548, algorithm 1; for halving see `SuccessiveHalving`.
public struct ArchitectureSearch: Sendable {
  /// How the next architecture is found.
  public enum Method: Equatable, Sendable {
    /// Each is drawn by chance.
    case random
    /// Children of the best, one change away.
    case evolution(population: Int, tournament: Int)
  }

  /// One architecture and what it reached.
  public struct Evaluation: Equatable, Sendable {
    /// The architecture.
    public let architecture: ConvolutionalArchitecture
    /// What it costs, in the unit of the limit.
    public let cost: Double
    /// The epochs, or whatever the budget is counted in.
    public let budget: Int
    /// What it reached; higher is better.
    public let score: Double
  }

  /// What is chosen from.
  public let space: ArchitectureSpace
  /// How the next architecture is found.
  public let method: Method
  /// How many architectures are tried.
  public let trials: Int
  /// The most that an architecture may cost.
  public let limit: Double
  /// The budgets; one of a single round trains everything to the end.
  public let halving: SuccessiveHalving
  /// Sets every chance.
  public let seed: UInt64

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - space: what is chosen from.
  ///   - method: how the next architecture is found.
  ///   - trials: how many architectures are tried; at least 1.
  ///   - limit: the most that one may cost, such as multiply-accumulates.
  ///   - halving: the budgets; evolution uses the last one only.
  ///   - seed: sets every chance.
  /// - Throws: `ArchitectureError`.
  public init(
    of space: ArchitectureSpace, method: Method, trials: Int, limit: Double,
    halving: SuccessiveHalving, seed: UInt64 = 1
  ) throws(ArchitectureError) {
    guard trials >= 1 else { throw .noTrials(trials) }
    if case .evolution(let population, let tournament) = method {
      guard (2...max(2, trials)).contains(population), population <= trials,
        (1...population).contains(tournament)
      else {
        throw .badPopulation(population: population, tournament: tournament, trials: trials)
      }
    }
    (self.space, self.method, self.trials) = (space, method, trials)
    (self.limit, self.halving, self.seed) = (limit, halving, seed)
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - log: a file in which evaluations are kept, and found again; nil for none.
  ///   - cost: what an architecture costs, in the unit of the limit: its multiply-accumulates, or
  ///     the microseconds of a call that was measured.
  ///   - shouldStop: asked before each evaluation; true ends the search.
  ///   - evaluate: trains an architecture for a budget and gives its validation accuracy.
  /// - Returns: all evaluations in their order, and the best of those of the largest budget.
  /// - Throws: `ArchitectureError`, what `evaluate` throws, and with a log `RunLogError` and
  ///   `FileError`.
  public func run(
    log: String? = nil,
    cost: (ConvolutionalArchitecture) -> Double = { Double($0.multiplyAccumulates) },
    shouldStop: () -> Bool = { false },
    evaluate: (ConvolutionalArchitecture, _ budget: Int) throws -> Double
  ) throws -> (best: Evaluation, evaluations: [Evaluation]) {
    var record = try EvaluationRecord(log, search: self)
    func score(_ architecture: ConvolutionalArchitecture, _ budget: Int) throws -> Double {
      try record.score(of: architecture, cost: cost(architecture), budget: budget) {
        if shouldStop() {
          throw ArchitectureError.interrupted(evaluations: $0, log: log)
        }
        return try evaluate(architecture, budget)
      }
    }
    var generator = SplitMix64(seed: seed)
    switch method {
    case .random:
      let candidates = try (0..<trials).map { _ in
        try draw(cost: cost, using: &generator) { space.random(using: &$0) }
      }
      _ = try halving.run(candidates) { _, candidate, budget in try score(candidate, budget) }
    case .evolution(let population, let tournament):
      let budget = halving.budgets[halving.budgets.count - 1]
      var living: [(architecture: ConvolutionalArchitecture, score: Double)] = []
      for trial in 0..<trials {
        let next: ConvolutionalArchitecture
        if trial < population {
          next = try draw(cost: cost, using: &generator) { space.random(using: &$0) }
        } else {
          let rivals = generator.permutation(of: living.count).prefix(tournament).sorted()
          let parent = rivals.reduce(rivals[0]) { living[$1].score > living[$0].score ? $1 : $0 }
          next = try draw(cost: cost, using: &generator) {
            space.mutated(living[parent].architecture, using: &$0)
          }
          living.removeFirst()
        }
        living.append((next, try score(next, budget)))
      }
    }
    let largest = record.evaluations.map(\.budget).max() ?? 0
    let finalists = record.evaluations.filter { $0.budget == largest }
    return (
      finalists.dropFirst().reduce(finalists[0]) { $1.score > $0.score ? $1 : $0 },
      record.evaluations
    )
  }

  /// Makes architectures until one is within the limit.
  private func draw(
    cost: (ConvolutionalArchitecture) -> Double, using generator: inout SplitMix64,
    _ make: (inout SplitMix64) -> ConvolutionalArchitecture
  ) throws(ArchitectureError) -> ConvolutionalArchitecture {
    var smallest = Double.infinity
    for _ in 0..<10_000 {
      let candidate = make(&generator)
      let cost = cost(candidate)
      if cost <= limit { return candidate }
      smallest = min(smallest, cost)
    }
    throw .limitNotMet(limit: limit, smallest: smallest)
  }
}
