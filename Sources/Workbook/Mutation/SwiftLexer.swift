/// Cuts Swift source into tokens, as far as it takes to know code from text and comments.
struct SwiftLexer {
  private let source: [Character]
  private var position = 0
  private var tokens: [SwiftToken] = []
  /// Whether a line ended since the last token.
  private var isFirstOfLine = true

  /// The tokens of a source; what cannot be read, such as an open text, ends at its end.
  static func tokens(of source: [Character]) -> [SwiftToken] {
    var lexer = SwiftLexer(source: source)
    while lexer.position < source.count { lexer.next() }
    return lexer.tokens
  }

  private init(source: [Character]) { self.source = source }

  private static let symbols: Set<Character> = [
    "/", "=", "-", "+", "!", "*", "%", "<", ">", "&", "|", "^", "~", "?",
  ]
  private static let directives: Set<String> = [
    "#if", "#else", "#elseif", "#endif", "#error", "#warning", "#sourceLocation",
  ]

  private func character(_ offset: Int = 0) -> Character? {
    source.indices.contains(position + offset) ? source[position + offset] : nil
  }

  private func starts(with text: String, at place: Int) -> Bool {
    source[min(place, source.count)...].starts(with: text)
  }

  private mutating func add(_ kind: SwiftToken.Kind, from start: Int) {
    func isSpace(_ index: Int) -> Bool {
      !source.indices.contains(index) || source[index].isWhitespace
    }
    tokens.append(
      SwiftToken(
        kind: kind, text: String(source[start..<position]), range: start..<position,
        isFirstOfLine: isFirstOfLine, isSpacedBefore: isSpace(start - 1),
        isSpacedAfter: isSpace(position)))
    isFirstOfLine = false
  }

  private mutating func next() {
    let start = position
    guard let first = character() else { return }
    if first.isWhitespace {
      if first.isNewline { isFirstOfLine = true }
      position += 1
    } else if starts(with: "//", at: position) {
      skipLine()
    } else if starts(with: "/*", at: position) {
      skipComment()
    } else if let marks = marks(before: "\"") {
      skipString(marks: marks)
      add(.string, from: start)
    } else if let marks = marks(before: "/"), marks > 0 {
      skipRegularExpression(marks: marks)
      add(.regularExpression, from: start)
    } else if first == "@" {
      skipAttribute()
    } else if first.isLetter || first == "_" || first == "#" || first == "$" || first == "`" {
      position += 1
      skipWord()
      if first == "`", character() == "`" { position += 1 }
      if Self.directives.contains(String(source[start..<position])) {
        skipLine()
      } else {
        add(.word, from: start)
      }
    } else if first.isNumber {
      skipNumber()
      add(.number, from: start)
    } else if first == "/", skipRegularExpression() {
      add(.regularExpression, from: start)
    } else if Self.symbols.contains(first) || starts(with: "..", at: position) {
      skipSymbol()
      add(.symbol, from: start)
    } else {
      position += 1
      add(.punctuation, from: start)
    }
  }

  private mutating func skipLine() {
    while let next = character(), !next.isNewline { position += 1 }
  }

  /// Comments nest.
  private mutating func skipComment() {
    var depth = 0
    while position < source.count {
      if starts(with: "/*", at: position) {
        (depth, position) = (depth + 1, position + 2)
      } else if starts(with: "*/", at: position) {
        (depth, position) = (depth - 1, position + 2)
        if depth == 0 { return }
      } else {
        if source[position].isNewline { isFirstOfLine = true }
        position += 1
      }
    }
  }

  private mutating func skipWord() {
    while let next = character(), next.isLetter || next.isNumber || next == "_" { position += 1 }
  }

  /// An attribute with its arguments: `@inline(never)`.
  private mutating func skipAttribute() {
    position += 1
    skipWord()
    guard character() == "(" else { return }
    var depth = 0
    while let next = character() {
      if let marks = marks(before: "\"") {
        skipString(marks: marks)
        continue
      }
      position += 1
      if next == "(" { depth += 1 }
      if next == ")" { depth -= 1 }
      if depth == 0 { return }
    }
  }

  private mutating func skipNumber() {
    // After a dot stands the place in a tuple: `pair.0.1` has no fraction.
    let isPlace = tokens.last?.text == "." && !isFirstOfLine
    let isDecimal = !(character() == "0" && ["x", "b", "o"].contains(character(1)))
    skipWord()
    if isDecimal, !isPlace, character() == ".", character(1)?.isNumber == true {
      position += 1
      skipWord()
    }
    // The sign of an exponent: `1e-6`.
    let last = source[position - 1]
    if isDecimal, last == "e" || last == "E", character() == "-" || character() == "+" {
      position += 1
      skipWord()
    }
  }

  private mutating func skipSymbol() {
    let hasDots = character() == "."
    while let next = character(), Self.symbols.contains(next) || hasDots && next == "." {
      if starts(with: "//", at: position) || starts(with: "/*", at: position) { return }
      position += 1
    }
  }

  /// `/…/` on one line, where no operand comes before and no space follows.
  private mutating func skipRegularExpression() -> Bool {
    let before = position > 0 ? source[position - 1] : " "
    guard before.isWhitespace || "(,[".contains(before), character(1)?.isWhitespace == false else {
      return false
    }
    var end = position + 1
    while source.indices.contains(end), !source[end].isNewline {
      if source[end] == "/" {
        position = end + 1
        return true
      }
      end += source[end] == "\\" ? 2 : 1
    }
    return false
  }

  /// `#/…/#`, on one line or on several.
  private mutating func skipRegularExpression(marks: Int) {
    let end = "/" + String(repeating: "#", count: marks)
    position += marks + 1
    while let next = character() {
      if next == "/", starts(with: end, at: position) {
        position += end.count
        return
      }
      position += next == "\\" ? 2 : 1
    }
    position = source.count
  }

  // MARK: Texts

  /// How many `#` stand before the sign that begins here; nil where another does.
  private func marks(before sign: Character) -> Int? {
    var marks = 0
    while character(marks) == "#" { marks += 1 }
    return character(marks) == sign ? marks : nil
  }

  /// A text to its end, with all that is interpolated.
  private mutating func skipString(marks: Int) {
    position += marks
    let isLong = starts(with: "\"\"\"", at: position)
    let quote = isLong ? "\"\"\"" : "\""
    let hashes = String(repeating: "#", count: marks)
    position += quote.count
    while let next = character() {
      if next == "\"", starts(with: quote + hashes, at: position) {
        position += quote.count + marks
        return
      }
      // A text on one line that nobody closed ends with its line.
      if !isLong, next.isNewline { return }
      if next == "\\", starts(with: "\\" + hashes, at: position) {
        position += 1 + marks
        if character() == "(" { skipInterpolation() } else { position += 1 }
      } else {
        position += 1
      }
    }
  }

  /// From an opening parenthesis to its partner; texts inside of it may have parentheses too.
  private mutating func skipInterpolation() {
    var depth = 0
    while let next = character() {
      if let marks = marks(before: "\"") {
        skipString(marks: marks)
        continue
      }
      position += 1
      if next == "(" { depth += 1 }
      if next == ")" { depth -= 1 }
      if depth == 0 { return }
    }
  }
}
