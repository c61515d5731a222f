/// The terms that a course's lessons define: the first column of the tables under "Key concepts".
struct Glossary: Sendable {
  /// One term, as words in small letters.
  struct Term: Sendable, Hashable {
    var words: [String]
    /// The term as it was written.
    var name: String
    /// Whether it is an abbreviation in capitals, which nothing in small letters means.
    var isAbbreviation: Bool
  }
  /// The ids of the lessons that define each term.
  private(set) var definers: [Term: Set<String>] = [:]
  /// The terms by their first word.
  private(set) var byFirstWord: [String: [Term]] = [:]

  init(_ course: Course) {
    for lesson in course.lessons {
      for name in Self.names(in: lesson) {
        guard let term = Self.term(name) else { continue }
        definers[term, default: []].insert(lesson.id)
      }
    }
    for term in definers.keys { byFirstWord[term.words[0], default: []].append(term) }
  }

  /// The terms of a lesson's tables, cut at commas; what stands in brackets is no part of them.
  private static func names(in lesson: Lesson) -> [String] {
    var isInside = false
    var names: [String] = []
    for block in lesson.blocks {
      switch block.kind {
      case .heading(let level, _) where level <= 2: isInside = isHeading(block)
      case .table(let table) where isInside:
        for row in table.rows {
          let cell = (row.first ?? []).plainText.replacing(/\(.*?\)/, with: "")
          names += cell.split(separator: ",").map { String($0) }
        }
      default: break
      }
    }
    return names
  }

  /// Whether a block begins the section that defines a lesson's terms.
  static func isHeading(_ block: Block) -> Bool {
    guard case .heading(2, let content) = block.kind else { return false }
    return content.plainText == "Key concepts"
  }

  private static func term(_ name: String) -> Term? {
    let words = words(of: name)
    guard !words.isEmpty else { return nil }
    let text = words.map(\.text).joined(separator: " ")
    let isAbbreviation =
      text.count > 1 && text.contains(where: \.isLetter)
      && text == text.uppercased()
    return Term(
      words: words.map { $0.text.lowercased() }, name: text, isAbbreviation: isAbbreviation)
  }

  /// A word of a text, and where it stands in it.
  struct Word {
    var text: String
    var range: Range<String.Index>
  }

  /// The words of a text: letters, digits and apostrophes; hyphens part them.
  static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var index = text.startIndex
    while index < text.endIndex {
      let start = index
      while index < text.endIndex, text[index].isLetter || text[index].isNumber {
        index = text.index(after: index)
      }
      if start < index {
        words.append(Word(text: String(text[start..<index]), range: start..<index))
      } else {
        index = text.index(after: index)
      }
    }
    return words
  }

  /// Whether a word of a text is a term's last word, in the singular or the plural.
  static func isForm(_ word: String, of term: String) -> Bool {
    if word == term || word == term + "s" || word == term + "es" { return true }
    if term == word + "s" { return true }
    return term.hasSuffix("y") && word == term.dropLast() + "ies"
  }

  /// The terms that a text uses, each with the place of its first use.
  func terms(in text: String) -> [(term: Term, used: String)] {
    let words = Self.words(of: text)
    var found: [(Term, String)] = []
    for (index, word) in words.enumerated() {
      let small = word.text.lowercased()
      // A term of one word may stand in the plural.
      let candidates = Set(
        [small, String(small.dropLast()), String(small.dropLast(2)), small + "s"]
          .flatMap { byFirstWord[$0] ?? [] }
          + (small.hasSuffix("ies") ? byFirstWord[small.dropLast(3) + "y"] ?? [] : []))
      for term in candidates {
        let end = index + term.words.count
        guard end <= words.count else { continue }
        let used = words[index..<end]
        let fits = zip(used, term.words).enumerated().allSatisfy { place, pair in
          let text = pair.0.text.lowercased()
          return place == term.words.count - 1 ? Self.isForm(text, of: pair.1) : text == pair.1
        }
        guard fits else { continue }
        let written = String(text[used[index].range.lowerBound..<used[end - 1].range.upperBound])
        if term.isAbbreviation, !written.hasPrefix(term.name) { continue }
        // The words of a term stand together, with a space or a hyphen between them.
        guard written.allSatisfy({ $0.isLetter || $0.isNumber || " -‑\u{A0}".contains($0) })
        else { continue }
        found.append((term, written))
      }
    }
    return found
  }
}
