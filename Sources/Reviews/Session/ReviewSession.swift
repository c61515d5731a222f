/// The questions of one sitting: each until it is recalled once.
///
/// A card that was recalled does not return in the sitting; space is what makes it stay. A card
/// that was not returns after a few others. The value holds no answers: those are in the store
/// before the next question is shown, so stopping at any time loses nothing.
public struct ReviewSession: Sendable, Hashable {
  /// How many other cards come between a forgotten card and its return.
  public static let gap = 4

  /// The cards still to be asked, the next one first.
  public private(set) var remaining: [String]
  /// The cards that were recalled, in the order they were.
  public private(set) var recalled: [String] = []
  private var past: [[String]] = []

  /// A sitting over some cards, in the order given; an id that comes twice is asked once.
  public init(_ cards: [String]) {
    var seen: Set<String> = []
    remaining = cards.filter { seen.insert($0).inserted }
  }

  /// The card to ask now; nil when the sitting is over.
  public var next: String? { remaining.first }

  /// Takes the grade of the card that was asked.
  ///
  /// - Returns: the card that was graded; nil when the sitting is over.
  @discardableResult
  public mutating func answer(_ grade: Grade) -> String? {
    guard let card = remaining.first else { return nil }
    past.append(remaining)
    remaining.removeFirst()
    if grade == .again {
      remaining.insert(card, at: min(Self.gap, remaining.count))
    } else {
      recalled.append(card)
    }
    return card
  }

  /// Steps back before the last answer, so that its card is asked again now.
  ///
  /// - Returns: the card; nil when there is no answer to take back.
  @discardableResult
  public mutating func undo() -> String? {
    guard let before = past.popLast(), let card = before.first else { return nil }
    remaining = before
    if recalled.last == card { recalled.removeLast() }
    return card
  }
}
