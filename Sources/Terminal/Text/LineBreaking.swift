/// Where a line may end: the parts of UAX #14 that prose in European languages, Chinese and code
/// needs.
enum LineBreaking {
  /// Marks that never begin a line.
  static let closing: Set<Character> = Set(
    "，。、；：？！」』）】》〉〕］｝〗〙〛”’…‥—·・％‰℃ー々゠〜～ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]}%»")
  /// Marks that never end a line.
  static let opening: Set<Character> = Set("（「『【《〈〔［｛〖〘〚“‘([{«„‚")

  /// Whether a line may end between two neighbours.
  ///
  /// A space belongs to the line before it. No-break spaces (U+00A0, U+2007, U+202F) and the word
  /// joiner allow no break on either side; inside code only spaces do.
  static func mayBreak(_ before: Cell, _ after: Cell, previous: Cell?) -> Bool {
    if after.character == " " { return false }
    if isGlue(before.character) || isGlue(after.character) { return false }
    // A mark that is set off by a space, as in "foo , bar", still may not begin a line.
    if closing.contains(after.character) && !isDash(after.character) { return false }
    if before.character == " " {
      return previous.map { !opening.contains($0.character) } ?? true
    }
    if closing.contains(after.character) || opening.contains(before.character) { return false }
    if before.character == "\u{200B}" || before.character == "\u{3000}" { return true }
    if before.width == 2 || after.width == 2 {
      // A wide character breaks on both sides, except that two dashes stay together.
      return !(isDash(before.character) && isDash(after.character))
    }
    if before.style.contains(.code) && after.style.contains(.code) { return false }
    if isDash(before.character) { return true }
    // A hyphen inside a word; neither a minus sign, nor an option's dashes, nor "8-bit".
    if before.character == "-" || before.character == "‐", let previous {
      return previous.character.isLetter && after.character.isLetter
    }
    return false
  }

  private static func isGlue(_ character: Character) -> Bool {
    switch character {
    case "\u{A0}", "\u{2007}", "\u{202F}", "\u{2060}", "\u{2011}": true
    default: false
    }
  }

  private static func isDash(_ character: Character) -> Bool {
    character == "—" || character == "–"
  }
}
