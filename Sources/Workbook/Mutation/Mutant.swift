/// A solution with one small change: a wrong program that a good check rejects.
package struct Mutant: Sendable, Equatable {
  /// What kind of change it is.
  package enum Kind: String, Sendable, CaseIterable, Codable {
    /// `+` for `-`, `*` for `/`, `+=` for `-=`, a sign dropped.
    case arithmetic
    /// `<` for `<=` or `>`, `==` for `!=`.
    case comparison
    /// `&&` for `||`, `!` dropped.
    case logic
    /// `..<` for `...`, `to:` for `through:`.
    case range
    /// A number one larger or smaller, doubled, negated; a text or a list emptied.
    case constant
    /// `min` for `max`, `first` for `last`.
    case function
    /// A call left out of a chain, such as `.sorted()`.
    case call
    /// A condition negated, or taken to hold always or never.
    case condition
    /// A statement left out.
    case statement
    /// Another value given back.
    case result
    /// Two arguments exchanged.
    case order
    /// `break` for `continue`.
    case jump
  }

  package var kind: Kind
  /// Where the change begins; both count from 1, columns in characters.
  package var line: Int
  package var column: Int
  /// The first line that changes, as it was and as it is, without the space around.
  package var before: String
  package var after: String
  /// The whole changed source; it has as many lines as the original.
  package var source: String

  /// What tells it from the source's other mutants, wherever its lines move to.
  var identity: String { "\(kind.rawValue) \(column) \(before)\n\(after)" }
}
