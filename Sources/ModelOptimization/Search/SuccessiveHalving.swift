/// Many candidates tried briefly, the best of them longer, and the best of those to the end.
///
///     budget of round r = smallest · factorʳ, the last one largest
///     candidates of round r + 1 = ⌈candidates of round r / factor⌉, the best ones
///
/// Most settings are seen to be bad long before their training ends: the time that they would have
/// taken goes to the good ones. What learns slowly and ends well is lost by it; a larger smallest
/// budget guards against that.
///
/// Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
/// Optimization", 2016, arXiv:1502.07943, with the factor of Hyperband, arXiv:1603.06560.
public struct SuccessiveHalving: Equatable, Sendable {
  /// What a candidate may spend in all by the end of each round, such as epochs.
  public let budgets: [Int]
  /// The part of the candidates, one in so many, that goes on to the next round.
  public let factor: Int

  /// Creates the rounds.
  ///
  /// - Parameters:
  ///   - smallest: the budget of the first round; at least 1.
  ///   - largest: the budget of the last round.
  ///   - factor: how much the budget grows, and the candidates become fewer; at least 2.
  /// - Throws: `SearchError.badHalving`.
  public init(from smallest: Int, to largest: Int, factor: Int = 3) throws {
    guard smallest >= 1, largest >= smallest, factor >= 2 else {
      throw SearchError.badHalving(smallest: smallest, largest: largest, factor: factor)
    }
    var budgets: [Int] = []
    var budget = smallest
    while budget < largest {
      budgets.append(budget)
      let (next, overflow) = budget.multipliedReportingOverflow(by: factor)
      budget = overflow ? largest : next
    }
    self.budgets = budgets + [largest]
    self.factor = factor
  }

  /// A candidate as one round left it.
  public struct Entry<Candidate> {
    /// The place of the candidate in the list that was given.
    public let index: Int
    /// The candidate, with all that it learned.
    public var candidate: Candidate
    /// What it reached in its last round; nil before the first, and where it failed.
    public var score: Double?
    /// The budget of its last round; 0 before the first.
    public var budget: Int
  }

  /// Runs the rounds.
  ///
  /// - Parameters:
  ///   - candidates: those of the first round; at least one. A candidate can hold its half-trained
  ///     network, so that a later round goes on where the earlier one stopped.
  ///   - evaluate: brings a candidate, counted from 0, from what it has spent to the budget, and
  ///     gives its score, higher is better; nil where it failed and is to be dropped.
  /// - Returns: all candidates: the longest tried first, among equals the best first, and among
  ///   those the earlier one. The first one is the winner.
  /// - Throws: what `evaluate` throws; `SearchError.everyTrialFailed`, `SearchError.noBudget`
  ///   without a candidate.
  public func run<Candidate>(
    _ candidates: [Candidate],
    evaluate: (_ index: Int, _ candidate: inout Candidate, _ budget: Int) throws -> Double?
  ) throws -> [Entry<Candidate>] {
    guard !candidates.isEmpty else { throw SearchError.noBudget(0) }
    var running = candidates.enumerated().map {
      Entry(index: $0.offset, candidate: $0.element, score: nil, budget: 0)
    }
    var dropped: [Entry<Candidate>] = []
    for (round, budget) in budgets.enumerated() {
      for place in running.indices {
        let score = try evaluate(running[place].index, &running[place].candidate, budget)
        running[place].score = score.flatMap { $0.isFinite ? $0 : nil }
        running[place].budget = budget
      }
      let ranking = running.sorted(by: Self.isBetter)
      let kept =
        round == budgets.count - 1 ? ranking.count : (ranking.count + factor - 1) / factor
      dropped = ranking[kept...] + dropped
      running = Array(ranking[..<kept])
      // A failed candidate is not tried for longer, even where the others are few.
      dropped = running.filter { $0.score == nil } + dropped
      running.removeAll { $0.score == nil }
    }
    guard !running.isEmpty else {
      throw SearchError.everyTrialFailed(
        count: candidates.count, reason: "no candidate had a finite score.")
    }
    return running + dropped
  }

  private static func isBetter<Candidate>(
    _ one: Entry<Candidate>, _ other: Entry<Candidate>
  ) -> Bool {
    let (first, second) = (one.score ?? -.infinity, other.score ?? -.infinity)
    return first == second ? one.index < other.index : first > second
  }
}
