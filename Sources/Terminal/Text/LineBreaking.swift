/// Where a line may end: the parts of UAX #14 that prose in European languages, Chinese and code
/// needs.
enum LineBreaking {
  /// What a character does to line ends beside it.
  enum Role: Sendable, Hashable {
    case other
    case space
    /// Never begins a line.
    case closing
    /// Never ends a line.
    case opening
    /// Neither begins nor ends a line next to a wide character; a line may end behind it.
    case dash
    case hyphen
    /// Holds its neighbours together.
    case glue
    /// Allows a line end though it shows nothing, or is as wide as an ideograph.
    case wideSpace

    init(_ character: Character) {
      // Letters and digits of ASCII are most of any text and need no search.
      if let code = character.asciiValue, code >= 0x30, code <= 0x39 || code >= 0x41,
        code <= 0x5A || (code >= 0x61 && code <= 0x7A)
      {
        self = .other
        return
      }
      switch character {
      case " ":
        self = .space
      case "-", "‐":
        self = .hyphen
      case "—", "–":
        self = .dash
      case "\u{A0}", "\u{2007}", "\u{202F}", "\u{2060}", "\u{2011}":
        self = .glue
      case "\u{200B}", "\u{3000}":
        self = .wideSpace
      default:
        self =
          closingMarks.contains(character)
          ? .closing : openingMarks.contains(character) ? .opening : .other
      }
    }
  }

  /// Whether a line may end between two neighbours.
  ///
  /// A space belongs to the line before it. No-break spaces (U+00A0, U+2007, U+202F) and the word
  /// joiner allow no break on either side; inside code only spaces do.
  static func mayBreak(_ before: Cell, _ after: Cell, previous: Cell?) -> Bool {
    if after.role == .space || before.role == .glue || after.role == .glue { return false }
    // A mark that is set off by a space, as in "foo , bar", still may not begin a line.
    if after.role == .closing { return false }
    if before.role == .space { return previous?.role != .opening }
    if before.role == .opening || after.role == .dash { return false }
    if before.role == .wideSpace || before.role == .dash { return true }
    // A wide character breaks on both sides.
    if before.width == 2 || after.width == 2 { return true }
    if before.style.contains(.code) && after.style.contains(.code) { return false }
    // A hyphen inside a word; neither a minus sign, nor an option's dashes, nor "8-bit".
    if before.role == .hyphen, let previous {
      return previous.character.isLetter && after.character.isLetter
    }
    return false
  }
}

/// Marks that never begin a line.
private let closingMarks: Set<Character> = Set(
  "，。、；：？！」』）】》〉〕］｝〗〙〛”’…‥·・％‰℃ー々゠〜～ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]}%»")

/// Marks that never end a line.
private let openingMarks: Set<Character> = Set("（「『【《〈〔［｛〖〘〚“‘([{«„‚")
