/// One point that was tried, and what came of it.
public struct SearchTrial: Equatable, Sendable {
  /// What came of a trial.
  public enum Outcome: Equatable, Sendable {
    /// The score, higher is better, and other figures by name, such as `bytes`.
    case scored(Double, figures: [String: Double])
    /// The trial could not be finished, such as a training that diverged; and why.
    case failed(String)
  }

  /// Which trial of the search, from 1.
  public let number: Int
  /// Which point of the search, from 1; in halving, a point has several trials.
  public let candidate: Int
  /// The point.
  public let point: SearchPoint
  /// What it was allowed to spend, such as epochs; nil for as much as it takes.
  public let budget: Int?
  /// What came of it.
  public let outcome: Outcome

  /// Creates a trial.
  public init(
    number: Int, candidate: Int, point: SearchPoint, budget: Int?, outcome: Outcome
  ) {
    self.number = number
    self.candidate = candidate
    self.point = point
    self.budget = budget
    self.outcome = outcome
  }

  /// The score; nil where the trial failed.
  public var score: Double? {
    if case .scored(let score, _) = outcome { score } else { nil }
  }

  /// The other figures; none where the trial failed.
  public var figures: [String: Double] {
    if case .scored(_, let figures) = outcome { figures } else { [:] }
  }
}
