/// A word, number, text, operator or bracket of Swift source; comments, attributes and `#if`
/// lines are none.
package struct SwiftToken: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case word, number, string, regularExpression, symbol, punctuation
  }

  package var kind: Kind
  package var text: String
  /// Where it stands, in characters from the beginning of the source.
  package var range: Range<Int>
  /// Whether nothing but space stands before it on its line.
  package var isFirstOfLine: Bool
  /// Whether space, or an end of the source, comes right before and right after it.
  package var isSpacedBefore: Bool
  package var isSpacedAfter: Bool

  /// Whether it stands between two operands: in formatted source that is a matter of spaces.
  var isBinary: Bool { kind == .symbol && isSpacedBefore && isSpacedAfter }
}
