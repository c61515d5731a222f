/// A place where the store does not agree with its own log.
public enum Discrepancy: Sendable, Hashable, CustomStringConvertible {
  /// A card's state is not what its answers lead to. ``ReviewStore/repair()`` mends it.
  case card(id: String, field: String, stored: String, computed: String)
  /// The log speaks of a card that is not there. ``ReviewStore/repair()`` brings it back.
  case missingCard(id: String)
  /// A row of the log does not follow from the rows before it: the log itself was changed.
  case log(row: Int64, card: String, field: String, stored: String, computed: String)
  /// A row of the log was computed by a scheduler that this program does not have.
  case unknownScheduler(row: Int64, card: String, version: String)

  /// What does not agree, in one line.
  public var description: String {
    switch self {
    case .card(let id, let field, let stored, let computed):
      "card \(id): \(field) is \(stored), its answers lead to \(computed)"
    case .missingCard(let id):
      "card \(id): has answers in the log, but is missing"
    case .log(let row, let card, let field, let stored, let computed):
      "log row \(row), card \(card): \(field) is \(stored), the rows before lead to \(computed)"
    case .unknownScheduler(let row, let card, let version):
      "log row \(row), card \(card): scheduler \"\(version)\" is not known to this version"
    }
  }
}
