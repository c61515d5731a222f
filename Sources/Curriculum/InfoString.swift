/// The words after a fence's backquotes: a language, then words, then `key="value"` pairs.
struct InfoString: Equatable {
  var language = ""
  var words: [String] = []
  var pairs: [(key: String, value: String)] = []

  static func == (left: InfoString, right: InfoString) -> Bool {
    left.language == right.language && left.words == right.words
      && left.pairs.elementsEqual(right.pairs, by: ==)
  }

  func value(_ key: String) -> String? { pairs.first { $0.key == key }?.value }

  /// Reads an info string; throws what is wrong with it, in words.
  init(_ text: String) throws(InfoStringError) {
    var rest = Substring(text)
    func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" } }
    skipSpace()
    while !rest.isEmpty {
      var word = ""
      while let character = rest.first, character != " ", character != "\t", character != "=" {
        word.append(character)
        rest.removeFirst()
      }
      if rest.first == "=" {
        rest.removeFirst()
        guard !word.isEmpty else { throw .noKey }
        let value = try Self.value(of: word, from: &rest)
        guard !pairs.contains(where: { $0.key == word }) else { throw .twice(word) }
        pairs.append((word, value))
      } else if language.isEmpty && words.isEmpty && pairs.isEmpty {
        language = word
      } else {
        words.append(word)
      }
      skipSpace()
    }
  }

  private static func value(
    of key: String, from rest: inout Substring
  ) throws(InfoStringError) -> String {
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
    throw .notClosed(key)
  }
}

/// What is wrong with an info string.
enum InfoStringError: Error, Equatable, CustomStringConvertible {
  case noKey
  case notClosed(String)
  case twice(String)

  var description: String {
    switch self {
    case .noKey: "there is no name before \"=\"; write name=\"value\""
    case .notClosed(let key): "the value of \"\(key)\" has no closing quotation mark"
    case .twice(let key): "\"\(key)\" is given twice; remove one"
    }
  }
}
