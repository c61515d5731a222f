/// The words after a fence's backquotes: a language, then words, then `key="value"` pairs.
struct InfoString {
  /// A word or a pair, with the byte of the info string, from 0, at which it begins.
  struct Word {
    var text: String
    var offset: Int
  }
  struct Pair {
    var key: String
    var value: String
    var offset: Int
  }
  var language = ""
  var words: [Word] = []
  var pairs: [Pair] = []

  func pair(_ key: String) -> Pair? { pairs.first { $0.key == key } }

  /// Reads an info string; throws what is wrong with it.
  init(_ text: String) throws(InfoStringError) {
    var rest = Substring(text)
    func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" } }
    skipSpace()
    while !rest.isEmpty {
      let offset = text.utf8.distance(from: text.startIndex, to: rest.startIndex)
      let word = String(rest.prefix { $0 != " " && $0 != "\t" && $0 != "=" })
      rest = rest.dropFirst(word.count)
      if rest.first == "=" {
        rest.removeFirst()
        guard !word.isEmpty else { throw InfoStringError(.noKey, offset: offset) }
        guard let value = Self.value(from: &rest) else {
          throw InfoStringError(.notClosed(word), offset: offset)
        }
        guard pair(word) == nil else { throw InfoStringError(.twice(word), offset: offset) }
        pairs.append(Pair(key: word, value: value, offset: offset))
      } else if language.isEmpty && words.isEmpty && pairs.isEmpty {
        language = word
      } else {
        words.append(Word(text: word, offset: offset))
      }
      skipSpace()
    }
  }

  /// A value, with its quotation marks and escapes undone; nil where the last mark is missing.
  private static func value(from rest: inout Substring) -> String? {
    guard rest.first == "\"" else {
      let value = rest.prefix { $0 != " " && $0 != "\t" }
      rest = rest[value.endIndex...]
      return String(value)
    }
    rest.removeFirst()
    var value = ""
    while let character = rest.popFirst() {
      if character == "\"" { return value }
      if character == "\\", let escaped = rest.first, escaped == "\"" || escaped == "\\" {
        value.append(escaped)
        rest.removeFirst()
      } else {
        value.append(character)
      }
    }
    return nil
  }
}

/// What is wrong with an info string, and at which byte of it.
struct InfoStringError: Error, CustomStringConvertible {
  enum Reason {
    case noKey
    case notClosed(String)
    case twice(String)
  }
  var reason: Reason
  var offset: Int

  init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  var description: String {
    switch reason {
    case .noKey: "there is no name before \"=\". Write name=\"value\""
    case .notClosed(let key): "the value of \"\(key)\" has no closing quotation mark. Add it"
    case .twice(let key): "\"\(key)\" is given twice. Remove one"
    }
  }
}
