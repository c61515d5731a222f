import Curriculum

/// Colours code: keywords, strings, comments, numbers and names of types, in Swift and Python.
///
/// It splits text into words and literals and knows no grammar. Where a language is unknown, code
/// stays plain.
struct Highlighter {
  private let language: Language
  private let text: [Character]
  private var index = 0
  private var cells: [Cell] = []

  /// The code's lines as styled characters; tabs are four columns wide.
  static func lines(of code: Code) -> [[Cell]] {
    var body = code.text.replacingLineEnds
    if body.hasSuffix("\n") { body.removeLast() }
    let style: Style = code.isOutput ? .output : []
    let cells: [Cell]
    if let language = Language(code.language) {
      var highlighter = Highlighter(language: language, text: Array(body))
      cells = highlighter.run()
    } else {
      cells = body.map { Cell($0, style) }
    }
    return cells.split(omittingEmptySubsequences: false) { $0.character == "\n" }
      .map { safe(Array($0)) }
  }

  private init(language: Language, text: [Character]) {
    self.language = language
    self.text = text
  }

  /// Expands tabs and drops controls.
  private static func safe(_ line: [Cell]) -> [Cell] {
    var column = 0
    var result: [Cell] = []
    for cell in line {
      if cell.character == "\t" {
        let count = 4 - column % 4
        result += [Cell](text: String(repeating: " ", count: count), cell.style)
        column += count
      } else {
        let cells = [Cell](text: String(cell.character), cell.style)
        result += cells
        column += cells.width
      }
    }
    return result
  }

  private mutating func run() -> [Cell] {
    while index < text.count {
      if starts(with: language.lineComment) {
        take(.comment, until: { $0.text[$0.index] == "\n" })
      } else if language.hasBlockComments && starts(with: "/*") {
        takeBlockComment()
      } else if let delimiter = language.strings.first(where: { starts(with: $0) }) {
        takeString(delimiter)
      } else if text[index].isLetter || text[index] == "_" || text[index] == "@" {
        takeWord()
      } else if text[index].isASCII && text[index].isNumber {
        take(.number) { !$0.isNumberPart }
      } else {
        append([])
      }
    }
    return cells
  }

  private func starts(with prefix: String) -> Bool {
    text[index...].starts(with: prefix)
  }

  private mutating func append(_ style: Style) {
    cells.append(Cell(text[index], style))
    index += 1
  }

  private mutating func take(_ style: Style, until isEnd: (Highlighter) -> Bool) {
    repeat { append(style) } while index < text.count && !isEnd(self)
  }

  private mutating func takeBlockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        append(.comment)
      } else if starts(with: "*/") {
        depth -= 1
        append(.comment)
      }
      if index < text.count { append(.comment) }
    } while index < text.count && depth > 0
  }

  private mutating func takeString(_ delimiter: String) {
    for _ in delimiter { append(.string) }
    while index < text.count {
      // A string of one line that is not closed ends with it.
      if delimiter.count == 1 && text[index] == "\n" { return }
      if text[index] == "\\" && index + 1 < text.count {
        append(.string)
        append(.string)
      } else if starts(with: delimiter) {
        for _ in delimiter { append(.string) }
        return
      } else {
        append(.string)
      }
    }
  }

  private mutating func takeWord() {
    var end = index + 1
    while end < text.count && (text[end].isLetter || text[end].isNumber || text[end] == "_") {
      end += 1
    }
    let word = String(text[index..<end])
    // After a dot a word is a member, whatever it is called elsewhere.
    let isMember = index > 0 && text[index - 1] == "."
    let style: Style
    if language.keywords.contains(word) && !isMember || word.hasPrefix("@") {
      style = .keyword
    } else if word.first?.isUppercase == true {
      style = .type
    } else {
      style = []
    }
    while index < end { append(style) }
  }

  private var isNumberPart: Bool {
    let character = text[index]
    if character.isASCII && (character.isLetter || character.isNumber || character == "_") {
      return true
    }
    // 1.5, but not 1...5 or 1.max
    return character == "." && index + 1 < text.count && text[index + 1].isNumber
      && text[index - 1] != "."
  }
}

extension Highlighter {
  /// What the words and literals of a language look like.
  enum Language {
    case swift
    case python

    init?(_ name: String) {
      switch name.lowercased() {
      case "swift": self = .swift
      case "python", "py": self = .python
      default: return nil
      }
    }

    var lineComment: String { self == .swift ? "//" : "#" }
    var hasBlockComments: Bool { self == .swift }
    var strings: [String] {
      self == .swift ? ["\"\"\"", "\""] : ["\"\"\"", "'''", "\"", "'"]
    }

    var keywords: Set<String> { self == .swift ? Self.swiftKeywords : Self.pythonKeywords }

    private static let swiftKeywords: Set<String> = [
      "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case",
      "catch", "class", "consuming", "continue", "default", "defer", "deinit", "do", "else",
      "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if",
      "import", "in", "indirect", "init", "inout", "internal", "is", "lazy", "let", "mutating",
      "nil", "nonisolated", "open", "operator", "override", "package", "private",
      "protocol", "public", "repeat", "rethrows", "return", "self", "Self", "some", "static",
      "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias",
      "unowned", "var", "weak", "where", "while",
    ]
    private static let pythonKeywords: Set<String> = [
      "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
      "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
      "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
      "try", "while", "with", "yield",
    ]
  }
}

extension String {
  /// The text with each kind of line end written as a line feed.
  var replacingLineEnds: String {
    String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
  }
}
