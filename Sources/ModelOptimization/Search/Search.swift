/// A search for the settings with the highest score.
///
/// ```swift
/// let search = Search(space, method: BayesianSearch(), trials: 20)
/// let result = try search.run(log: "search.jsonl") { point, _ in
///   .scored(try validationAccuracy(learningRate: point.number("learning-rate") ?? 0), figures: [:])
/// }
/// print(result.best.point)
/// ```
///
/// The score must come from training and validation images alone: a search that sees the test set
/// learns it by heart.
public struct Search: Sendable {
  /// The settings.
  public var space: SearchSpace
  /// How points are chosen.
  public var method: any SearchMethod
  /// The points to try; nil for all that the method has.
  public var trials: Int?
  /// Sets every chance.
  public var seed: UInt64
  /// Stops what does badly early; nil to try every point to its end.
  public var halving: SuccessiveHalving?
  /// What a figure of the winner may be at most, by the figure's name.
  public var limits: [String: Double]
  /// What is tried, such as the model's name: a log of something else is refused.
  public var subject: String

  /// Creates a search.
  public init(
    _ space: SearchSpace, method: any SearchMethod, trials: Int?, seed: UInt64 = 1,
    halving: SuccessiveHalving? = nil, limits: [String: Double] = [:], subject: String = ""
  ) {
    self.space = space
    self.method = method
    self.trials = trials
    self.seed = seed
    self.halving = halving
    self.limits = limits
    self.subject = subject
  }

  /// What a search found.
  public struct Result: Equatable, Sendable {
    /// The trial with the highest score of those with the largest budget and within the limits;
    /// the first of several.
    public let best: SearchTrial
    /// All trials in their order.
    public let trials: [SearchTrial]
  }

  /// Tries points until none is left.
  ///
  /// - Parameters:
  ///   - path: a file of JSON lines that gets each trial as soon as it is done. Where it is there
  ///     already, its trials are taken as done, and the search goes on behind them; it ends with
  ///     the same trials as one that was never interrupted. Nil for none.
  ///   - monitor: called after each trial, those from the log included.
  ///   - shouldStop: asked before each trial; true ends the search with `SearchError.interrupted`.
  ///   - evaluate: tries a point with a budget (nil without halving). What it throws ends the
  ///     search; a score that is not finite counts as a failed trial.
  /// - Throws: `SearchError`, `RunLogError`, `FileError`, and what `evaluate` throws.
  public func run(
    log path: String? = nil, monitor: (SearchTrial) -> Void = { _ in },
    shouldStop: () -> Bool = { false },
    evaluate: (_ point: SearchPoint, _ budget: Int?) throws -> SearchTrial.Outcome
  ) throws -> Result {
    let count = try pointBudget()
    let log = try path.map { try RunLog($0, fields: logFields) }
    let known = try log.map { try trials(of: $0) } ?? []
    var done: [SearchTrial] = []
    var firsts: [SearchTrial] = []

    func trial(_ candidate: Int, _ point: SearchPoint, _ budget: Int?) throws -> SearchTrial {
      let number = done.count + 1
      func result(_ outcome: SearchTrial.Outcome) -> SearchTrial {
        SearchTrial(
          number: number, candidate: candidate, point: point, budget: budget, outcome: outcome)
      }
      if done.count < known.count {
        let before = known[done.count]
        guard before == result(before.outcome) else {
          throw RunLogError.damaged(path ?? "", line: number + 1)
        }
        done.append(before)
      } else {
        if shouldStop() { throw SearchError.interrupted(trials: done.count, log: path) }
        var outcome = try evaluate(point, budget)
        if case .scored(let score, let figures) = outcome,
          !score.isFinite || !figures.values.allSatisfy(\.isFinite)
        {
          outcome = .failed("the score \(score) or a figure is not a finite number.")
        }
        done.append(result(outcome))
        try log?.append(done[number - 1].line)
      }
      monitor(done[number - 1])
      return done[number - 1]
    }

    while firsts.count < count {
      let number = firsts.count + 1
      guard let point = try method.point(number, in: space, after: firsts, seed: seed) else {
        break
      }
      firsts.append(try trial(number, point, halving?.budgets.first))
    }
    if let halving { try finish(firsts, halving, trial) }
    return Result(best: try best(of: done), trials: done)
  }

  /// The later rounds of halving, when all candidates have been tried briefly.
  private func finish(
    _ firsts: [SearchTrial], _ halving: SuccessiveHalving,
    _ trial: (Int, SearchPoint, Int?) throws -> SearchTrial
  ) throws {
    do {
      _ = try halving.run(firsts) { index, candidate, budget in
        if budget > halving.budgets[0] {
          candidate = try trial(index + 1, candidate.point, budget)
        }
        return rank(of: candidate)
      }
    } catch SearchError.everyTrialFailed {
      // What is told of it, with the limits in view, is told at the end.
    }
  }

  /// The score by which a candidate goes on; nil where it failed or is beyond a limit.
  private func rank(of trial: SearchTrial) -> Double? {
    isWithinLimits(trial) ? trial.score : nil
  }

  private func isWithinLimits(_ trial: SearchTrial) -> Bool {
    limits.allSatisfy { name, limit in trial.figures[name] ?? -.infinity <= limit }
  }

  private func pointBudget() throws -> Int {
    if let trials, trials < 1 { throw SearchError.noBudget(trials) }
    let available = try method.pointCount(in: space)
    guard let count = trials ?? available else { throw SearchError.noBudget(0) }
    return min(count, available ?? .max)
  }

  private func best(of trials: [SearchTrial]) throws -> SearchTrial {
    let scored = trials.filter { $0.score != nil }
    guard let largest = scored.compactMap({ $0.budget ?? 0 }).max() else {
      let reasons = trials.compactMap { trial in
        if case .failed(let reason) = trial.outcome { reason } else { nil }
      }
      throw SearchError.everyTrialFailed(count: trials.count, reason: reasons.last ?? "")
    }
    let allowed = scored.filter { isWithinLimits($0) }
    let full = allowed.filter { $0.budget ?? 0 == largest }
    guard let best = full.max(by: { ($0.score ?? 0, $1.number) < ($1.score ?? 0, $0.number) })
    else { throw unmetLimit(in: scored) }
    return best
  }

  /// The first limit by name that no trial keeps; all of them where each is kept by some.
  private func unmetLimit(in trials: [SearchTrial]) -> SearchError {
    for (name, limit) in limits.sorted(by: { $0.key < $1.key }) {
      let nearest = trials.compactMap { $0.figures[name] }.min() ?? .infinity
      if nearest > limit { return .limitNotMet(figure: name, limit: limit, nearest: nearest) }
    }
    return .limitsNotMetTogether(limits.keys.sorted())
  }
}
