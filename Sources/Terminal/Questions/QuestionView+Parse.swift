import Curriculum

extension QuestionView {
  /// Reads a typed line as an answer.
  ///
  /// One line answers any question: a number or letter for a choice, `1 3` or `1,3` for several,
  /// `2 3 1` or `231` for an order, `;` between gaps, `\n` between printed lines, a grade from 1
  /// to 4 for recall. A lone `?` means "I do not know" unless it is an accepted answer.
  ///
  /// - Throws: what is wrong with the text.
  public func parse(_ typed: String) throws(InputProblem) -> GivenAnswer {
    let text = typed.trimmedWhitespace
    if text == "?" && !acceptsQuestionMark { return .unknown }
    guard !text.isEmpty else { throw .empty }
    switch question.kind {
    case .choice(let choices, _):
      let given = try places(text, of: choices.count)
      guard let first = given.first, given.count == 1 else { throw .oneChoiceOnly }
      return .choice(shownOrder[first])
    case .multi(let choices, _):
      return .choices(Set(try places(text, of: choices.count).map { shownOrder[$0] }).sorted())
    case .text:
      return .text(text)
    case .numeric(_, _, let unit):
      let number = try TypedNumber(text)
      guard
        number.unit.isEmpty || number.unit == unit.map(Self.foldedUnit)
          || Self.foldedUnit(number.unit) == unit.map(Self.foldedUnit)
      else { throw .wrongUnit(number.unit, expected: unit) }
      return .number(number.value)
    case .order(let items):
      return .order(try order(text, count: items.count))
    case .cloze(_, let gaps):
      let given =
        gaps.count == 1
        ? [text]
        : text.split(separator: ";", omittingEmptySubsequences: false)
          .map { String($0).trimmedWhitespace }
      guard given.count == gaps.count else {
        throw .wrongGapCount(given: given.count, expected: gaps.count)
      }
      return .gaps(given)
    case .predict:
      return .output(typed.replacing("\\n", with: "\n"))
    case .recall:
      guard let grade = Int(text), (1...4).contains(grade) else { throw .notAGrade(text) }
      return .grade(grade)
    }
  }

  private var acceptsQuestionMark: Bool {
    switch question.kind {
    case .text(let accepted): accepted.contains("?")
    case .cloze(_, let gaps): gaps.count == 1 && gaps[0].contains("?")
    case .predict(_, let output): output.trimmedWhitespace == "?"
    default: false
    }
  }

  /// The multiplication sign is written with the letter by everybody.
  private static func foldedUnit(_ unit: String) -> String {
    unit.folded.replacing("×", with: "x")
  }

  /// What may stand between numbers; full-width forms are folded before.
  private static func isSeparator(_ character: Character) -> Bool {
    character.isWhitespace || [",", ";", "、"].contains(character)
  }

  /// Shown places, counted from 0.
  private func places(_ text: String, of count: Int) throws(InputProblem) -> [Int] {
    var places: [Int] = []
    for word in text.folded.split(whereSeparator: Self.isSeparator) {
      places.append(try place(String(word), of: count))
    }
    guard !places.isEmpty else { throw .empty }
    return places
  }

  private func place(_ word: String, of count: Int) throws(InputProblem) -> Int {
    var word = word
    // "2." and "b)" are copied from the list as it is shown.
    if let last = word.last, word.count > 1, last == "." || last == ")" { word.removeLast() }
    if let number = Int(word), (1...max(count, 1)).contains(number), count > 0 {
      return number - 1
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    if let letter = word.lowercased().first, word.count == 1,
      let index = letters.firstIndex(of: letter), index < count
    {
      return index
    }
    throw .noSuchChoice(word, count: count)
  }

  private func order(_ text: String, count: Int) throws(InputProblem) -> [Int] {
    var words = text.folded.split(whereSeparator: Self.isSeparator)
      .map(String.init)
    if words.count == 1, count > 1, count <= 9, words[0].count == count {
      words = words[0].map { String($0) }
    }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, numbers.sorted() == Array(1...max(count, 1)) else {
      throw .notAnOrder(count: count)
    }
    return numbers.map { shownOrder[$0 - 1] }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmedWhitespace: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
