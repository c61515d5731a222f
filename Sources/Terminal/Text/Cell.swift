/// One character with its style and width: what lines are broken and drawn by.
struct Cell: Sendable, Hashable {
  var character: Character
  var style: Style
  var width: Int
  /// What the character does to line ends beside it.
  var role: LineBreaking.Role

  init(_ character: Character, _ style: Style = []) {
    self.character = character
    self.style = style
    width = character.columns
    role = LineBreaking.Role(character)
  }
}

extension [Cell] {
  /// The characters of a text in one style, made safe to write to a terminal.
  init(text: String, _ style: Style = []) {
    self = text.withoutControls.map { Cell($0, style) }
  }

  var width: Int { reduce(0) { $0 + $1.width } }

  /// The cells as a line: neighbours of one style joined.
  ///
  /// What only told where a line may break has done its work: no-break spaces become spaces, so
  /// that a command that is copied from the screen runs, and invisible marks are dropped.
  var line: Line {
    var line: Line = []
    for cell in self {
      var character = cell.character
      switch character {
      case "\u{A0}", "\u{2007}", "\u{202F}": character = " "
      case "\u{200B}", "\u{2060}": continue
      default: break
      }
      if let last = line.indices.last, line[last].style == cell.style {
        line[last].text.append(character)
      } else {
        line.append(Span(String(character), cell.style))
      }
    }
    return line
  }
}

extension [Span] {
  /// The line's characters one by one.
  var cells: [Cell] {
    flatMap { span in span.text.map { Cell($0, span.style) } }
  }
}

extension String {
  /// The text without what would steer a terminal or upset its columns.
  ///
  /// A lesson, a learner's file and a program's output are all written by others: an escape byte
  /// in them must not reach the screen. Tabs and line ends become spaces; bidirectional controls
  /// and soft hyphens, whose width terminals disagree on, are dropped.
  public var withoutControls: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x2028, 0x2029: scalars.append(" ")
      case 0x00..<0x20, 0x7F..<0xA0: break
      case 0xAD, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: break
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// The text with typographic marks spelled in ASCII, for locales that show nothing else.
  ///
  /// Letters stay as they are: a wrong locale is likelier than a terminal without them.
  var withASCIIMarks: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    var result = ""
    for character in self {
      if let replacement = asciiMarks[character] {
        result += replacement
      } else {
        result.append(character)
      }
    }
    return result
  }
}

private let asciiMarks: [Character: String] = [
  "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "“": "\"", "”": "\"", "„": "\"",
  "‘": "'", "’": "'", "‚": "'", "→": "->", "←": "<-", "⇒": "=>", "≤": "<=", "≥": ">=",
  "≠": "!=", "≈": "~", "×": "x", "·": "-", "•": "-", "✓": "ok", "✗": "x",
]
