/// Reads the fields of one YAML mapping, and gathers what is wrong with them.
///
/// Every field is asked for once; `finish` names those that nobody asked for.
struct Fields {
  /// A text with its place.
  struct Text {
    var text: String
    var position: SourcePosition
  }

  /// What the mapping is, in words: `the exercise`.
  let owner: String
  let position: SourcePosition
  private let entries: [YAMLValue.Entry]
  private var asked: [String] = []
  private(set) var problems: [CourseProblem] = []

  /// Takes a value that must be a mapping.
  init(_ value: YAMLValue, of owner: String) {
    self.owner = owner
    position = value.position
    if case .mapping(let entries) = value.content {
      self.entries = entries
    } else {
      entries = []
      problems.append(CourseProblem(.notAMapping(owner), at: value.position))
    }
  }

  /// Whether the value was a mapping at all.
  var isMapping: Bool { problems.isEmpty || !entries.isEmpty }

  mutating func report(_ reason: CourseProblem.Reason, at place: SourcePosition) {
    problems.append(CourseProblem(reason, at: place))
  }

  /// The field's value, whatever it is.
  mutating func value(_ name: String) -> YAMLValue? {
    asked.append(name)
    return entries.first { $0.key == name }?.value
  }

  /// Where the field stands, or the mapping where there is no such field.
  func place(_ name: String) -> SourcePosition {
    entries.first { $0.key == name }?.value.position ?? position
  }

  /// A text; an empty one counts as missing.
  mutating func text(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard case .scalar(let text) = value.content else {
      report(.wrongType(field: name, expected: "one text"), at: value.position)
      return nil
    }
    return text.allSatisfy(\.isWhitespace) ? nil : text
  }

  /// A text that must be there.
  mutating func required(_ name: String) -> String? {
    if let text = text(name) { return text }
    if !problems.contains(where: { $0.reason == .wrongType(field: name, expected: "one text") }) {
      report(.missingField(name, of: owner), at: place(name))
    }
    return nil
  }

  /// A whole number.
  mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      report(.wrongType(field: name, expected: expected), at: place(name))
      return nil
    }
    return number
  }

  /// A finite number.
  mutating func number(_ name: String) -> Double? {
    guard let text = text(name) else { return nil }
    // Swift would read `0x10` and `nan` too.
    guard text.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else {
      report(.wrongType(field: name, expected: "a number"), at: place(name))
      return nil
    }
    return number
  }

  /// A list of values; one value counts as a list of one where `orOne` is set.
  mutating func values(_ name: String, orOne: Bool = false) -> [YAMLValue] {
    guard let value = value(name) else { return [] }
    switch value.content {
    case .list(let list): return list
    case .scalar(let text) where text.isEmpty: return []
    case _ where orOne: return [value]
    default:
      report(.wrongType(field: name, expected: "a list"), at: value.position)
      return []
    }
  }

  /// A list of texts with their places.
  mutating func texts(_ name: String, orOne: Bool = false) -> [Text] {
    values(name, orOne: orOne).compactMap { value in
      guard case .scalar(let text) = value.content, !text.isEmpty else {
        report(.wrongType(field: name, expected: "a list of texts"), at: value.position)
        return nil
      }
      return Text(text: text, position: value.position)
    }
  }

  /// A list of texts of which there must be one at least.
  mutating func requiredTexts(_ name: String, orOne: Bool = true) -> [Text] {
    let count = problems.count
    let texts = texts(name, orOne: orOne)
    if texts.isEmpty, problems.count == count {
      report(.missingField(name, of: owner), at: place(name))
    }
    return texts
  }

  /// All problems, with one for each field that nobody asked for.
  mutating func finish() -> [CourseProblem] {
    for entry in entries where !asked.contains(entry.key) {
      report(
        .unknownField(entry.key, of: owner, nearest: nearest(to: entry.key, among: asked)),
        at: entry.position)
    }
    return problems
  }
}
