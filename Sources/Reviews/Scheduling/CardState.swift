public import Foundation

/// Where a card stands between learning and forgetting.
public struct CardState: Sendable, Hashable {
  /// The stage of a card; raw values as in PyPI `fsrs` 6.3.2.
  public enum Phase: Int, Sendable, Hashable, Codable, CaseIterable {
    /// New, or on the way through the learning steps.
    case learning = 1
    /// Known: asked again after days.
    case review = 2
    /// Forgotten after it was known: on the way through the relearning steps.
    case relearning = 3
  }

  /// The card's identity, which seeds its fuzz.
  public let id: String
  /// The stage the card is in.
  public var phase: Phase
  /// The position among the learning or relearning steps; nil in review.
  public var step: Int?
  /// Stability and difficulty; nil before the first answer.
  public var memory: MemoryState?
  /// When the card is to be asked again.
  public var due: Date
  /// When the card was last answered; nil before the first answer.
  public var lastReview: Date?
  /// How many answers the card has had.
  public var reviews: Int

  /// A card that was never answered.
  ///
  /// - Parameters:
  ///   - id: the card's identity.
  ///   - due: when it may first be asked.
  public init(new id: String, due: Date) {
    self.init(
      id: id, phase: .learning, step: 0, memory: nil, due: due, lastReview: nil, reviews: 0)
  }

  /// A card with all its parts given.
  public init(
    id: String, phase: Phase, step: Int?, memory: MemoryState?, due: Date, lastReview: Date?,
    reviews: Int
  ) {
    self.id = id
    self.phase = phase
    self.step = step
    self.memory = memory
    self.due = due
    self.lastReview = lastReview
    self.reviews = reviews
  }
}

/// How long until a card is asked again.
public enum Interval: Sendable, Hashable {
  /// A learning or relearning step, in seconds.
  case seconds(Double)
  /// Whole days, in review.
  case days(Int)

  /// The interval in seconds; a day is 24 hours.
  public var seconds: Double {
    switch self {
    case .seconds(let seconds): seconds
    case .days(let days): Double(days) * 86_400
    }
  }
}

/// What one answer leads to.
public struct Schedule: Sendable, Hashable {
  /// The card after the answer; its due time is the time of the answer plus ``interval``.
  public let card: CardState
  /// The time until the card is asked again.
  public let interval: Interval
}
