import Foundation

/// Reads the YAML of a `quiz` block.
struct QuestionReader {
  /// The lesson's id; nil where it is not known.
  let lesson: String?
  private(set) var problems: [CourseProblem] = []
  /// The headings that questions point to.
  private(set) var sections: [Fields.Text] = []

  static let kinds = [
    "choice", "multi", "text", "numeric", "order", "cloze", "predict", "recall",
  ]

  init(lesson: String?) {
    self.lesson = lesson
  }

  mutating func questions(_ value: YAMLValue) -> [Question] {
    guard case .list(let list) = value.content else {
      problems.append(
        CourseProblem(
          .wrongType(
            field: "quiz", expected: "a list of questions, each beginning with \"- id: …\""),
          at: value.position))
      return []
    }
    return list.compactMap { question($0) }
  }

  private mutating func question(_ value: YAMLValue) -> Question? {
    var fields = Fields(value, of: "the question")
    guard fields.isMapping else {
      problems += fields.finish()
      return nil
    }
    let id = fields.required("id")
    let kindName = fields.required("kind")
    let why = fields.required("why")
    let see = fields.text("see")
    if let see { sections.append(Fields.Text(text: see, position: fields.place("see"))) }
    var kind: Question.Kind?
    if let kindName { kind = self.kind(kindName, &fields) }
    let prompt: String?
    if kindName == "cloze" {
      prompt = fields.text("prompt") ?? "Fill the gaps."
    } else {
      prompt = fields.required("prompt")
    }
    defer {
      // Without a kind it is not known which fields belong.
      problems += kindName == nil || kind == nil ? fields.problems : fields.finish()
    }
    guard let id, let kind, let prompt, let why else { return nil }
    guard LessonReader.isIdentifier(id) else {
      fields.report(.invalidIdentifier(id), at: fields.place("id"))
      return nil
    }
    if let lesson, !id.hasPrefix(lesson + "/") {
      fields.report(.questionOfOtherLesson(id, lesson: lesson), at: fields.place("id"))
      return nil
    }
    return Question(
      id: id, kind: kind, prompt: prompt, why: why, see: see, position: value.position)
  }

  private func kind(_ name: String, _ fields: inout Fields) -> Question.Kind? {
    switch name {
    case "choice":
      let choices = choices("choices", &fields)
      guard let text = fields.required("answer"), !choices.isEmpty else { return nil }
      guard let answer = index(text, in: choices, &fields) else { return nil }
      return .choice(choices, answer: answer)
    case "multi":
      let choices = choices("choices", &fields)
      let answers = fields.requiredTexts("answer")
      let indices = answers.compactMap { index($0.text, in: choices, &fields) }
      guard !choices.isEmpty, !indices.isEmpty, indices.count == answers.count else { return nil }
      return .multi(choices, answers: Array(Set(indices)).sorted())
    case "text":
      let accepted = fields.requiredTexts("answer").map(\.text)
      return accepted.isEmpty ? nil : .text(accepted: accepted)
    case "numeric":
      let unit = fields.text("unit")
      let tolerance = fields.number("tolerance") ?? 0
      if tolerance < 0 {
        fields.report(
          .wrongType(field: "tolerance", expected: "a number from 0"),
          at: fields.place("tolerance"))
      }
      guard fields.required("answer") != nil, let answer = fields.number("answer"), tolerance >= 0
      else { return nil }
      return .numeric(answer: answer, tolerance: tolerance, unit: unit)
    case "order":
      let items = choices("items", &fields)
      return items.isEmpty ? nil : .order(items)
    case "cloze":
      guard let text = fields.required("text") else { return nil }
      return cloze(text, &fields)
    case "predict":
      guard let code = fields.required("code"), let output = fields.required("answer") else {
        return nil
      }
      return .predict(code: code, output: output)
    case "recall":
      guard let answer = fields.required("answer") else { return nil }
      return .recall(answer: answer)
    default:
      fields.report(
        .unknownKind(name, nearest: nearest(to: name, among: Self.kinds)), at: fields.place("kind"))
      return nil
    }
  }

  /// At least two texts, all different.
  private func choices(_ field: String, _ fields: inout Fields) -> [String] {
    let choices = fields.requiredTexts(field, orOne: false)
    guard !choices.isEmpty else { return [] }
    var seen: Set<String> = []
    for choice in choices where !seen.insert(choice.text).inserted {
      fields.report(.repeatedChoice(choice.text), at: choice.position)
    }
    if choices.count < 2 { fields.report(.tooFewChoices, at: fields.place(field)) }
    return seen.count == choices.count && seen.count >= 2 ? choices.map(\.text) : []
  }

  /// An author counts from 1.
  private func index(_ text: String, in choices: [String], _ fields: inout Fields) -> Int? {
    guard !choices.isEmpty else { return nil }
    guard let number = Int(text), choices.indices.contains(number - 1) else {
      fields.report(.answerOutOfRange(text, count: choices.count), at: fields.place("answer"))
      return nil
    }
    return number - 1
  }

  /// `A {{warm-up|warm up}} run` as pieces and gaps.
  private func cloze(_ text: String, _ fields: inout Fields) -> Question.Kind? {
    var pieces: [String] = []
    var gaps: [[String]] = []
    var rest = Substring(text)
    while let open = rest.range(of: "{{") {
      guard let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex) else {
        fields.report(.gapNotClosed, at: fields.place("text"))
        return nil
      }
      pieces.append(String(rest[..<open.lowerBound]))
      let accepted = rest[open.upperBound..<close.lowerBound].split(separator: "|")
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      guard !accepted.isEmpty else {
        fields.report(.noGap, at: fields.place("text"))
        return nil
      }
      gaps.append(accepted)
      rest = rest[close.upperBound...]
    }
    guard !gaps.isEmpty else {
      fields.report(.noGap, at: fields.place("text"))
      return nil
    }
    pieces.append(String(rest))
    return .cloze(pieces: pieces, gaps: gaps)
  }
}
