extension CourseCritic {
  /// A word of a lesson's prose and the place of the passage in which it is first used.
  public struct UsedWord: Sendable, Equatable {
    /// The word as it was written, with a straight apostrophe.
    public var text: String
    /// Where its passage begins.
    public var passage: SourcePosition
  }

  /// The words of a lesson that a dictionary can be asked about, each once: no names, no
  /// abbreviations, nothing with a digit in it, nothing in the course's own `Lessons/words.txt`.
  public func dictionaryWords(in lesson: Lesson) -> [UsedWord] {
    var seen = ownWords
    var words: [UsedWord] = []
    for passage in lesson.textPassages + lesson.taskPassages {
      for word in Self.words(of: passage.text) where !seen.contains(word) {
        seen.insert(word)
        guard !seen.contains(word.lowercased()) || word == word.lowercased() else { continue }
        words.append(UsedWord(text: word, passage: passage.position))
      }
    }
    return words
  }

  /// Says of a word that it is misspelt, and where it stands.
  public func misspelling(
    _ word: UsedWord, suggestion: String?, in lesson: Lesson
  ) -> CourseProblem {
    let source = SourceText(file: lesson.file, text: read(lesson.file) ?? "")
    let place =
      source.place(of: word.text, from: word.passage, wholeWord: true)
      ?? source.place(
        of: word.text.replacing("'", with: "’"), from: word.passage, wholeWord: true)
    return CourseProblem(
      .misspelt(word.text, suggestion: suggestion), at: place ?? word.passage)
  }

  /// The course's list of words: one in a line, `#` begins a comment.
  private var ownWords: Set<String> {
    let lines = (read("Lessons/words.txt") ?? "").split(whereSeparator: \.isNewline)
    return Set(
      lines.map { line in
        String(line.prefix { $0 != "#" }.filter { !$0.isWhitespace })
      })
  }

  /// The words of a text: letters with apostrophes between them, parted by hyphens. Those of one
  /// or two letters are units and symbols as often as words.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var isStart = true
    for part in text.split(whereSeparator: { $0.isWhitespace || "-‑–—/".contains($0) }) {
      // What is joined to code or to a digit is a name or a unit.
      let isName =
        part.contains { $0.isNumber || "_@\\".contains($0) }
        || part.contains(Passage.codeMark) || part.dropLast().contains(".")
      for piece in part.split(whereSeparator: { !$0.isLetter && $0 != "'" && $0 != "’" }) {
        var word = piece.replacing("’", with: "'")[...]
        while word.last == "'" { word.removeLast() }
        while word.first == "'" { word.removeFirst() }
        if word.hasSuffix("'s") { word = word.dropLast(2) }
        let isCapitalised = word.first?.isUppercase == true && !isStart
        if word.count > 2, !isName, !isCapitalised, !word.dropFirst().contains(where: \.isUppercase)
        {
          words.append(String(word))
        }
        isStart = false
      }
      if let last = part.last(where: { !")\"'”’»]".contains($0) }) {
        isStart = ".!?:…".contains(last)
      }
    }
    return words
  }
}
