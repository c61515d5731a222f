import Foundation

/// Reads the YAML of a `quiz` block.
struct QuestionReader {
  let lesson: String
  private(set) var problems: [CourseProblem] = []

  static let kinds = [
    "choice", "multi", "text", "numeric", "order", "cloze", "predict", "recall",
  ]

  init(lesson: String) {
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
    var kind: Question.Kind?
    if let kindName { kind = self.kind(kindName, &fields) }
    let prompt: String?
    if case .cloze = kind {
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
    guard id.hasPrefix(lesson + "/") else {
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
      let answers = fields.texts("answer", orOne: true)
      if answers.isEmpty {
        fields.report(.missingField("answer", of: fields.owner), at: fields.position)
      }
      let indices = answers.compactMap { index($0.text, in: choices, &fields) }
      guard !choices.isEmpty, !indices.isEmpty, indices.count == answers.count else { return nil }
      return .multi(choices, answers: Array(Set(indices)).sorted())
    case "text":
      let accepted = fields.texts("answer", orOne: true).map(\.text)
      guard !accepted.isEmpty else {
        fields.report(.missingField("answer", of: fields.owner), at: fields.position)
        return nil
      }
      return .text(accepted: accepted)
    case "numeric":
      let unit = fields.text("unit")
      let tolerance = fields.number("tolerance") ?? 0
      guard fields.required("answer") != nil, let answer = fields.number("answer") else {
        return nil
      }
      return .numeric(answer: answer, tolerance: abs(tolerance), unit: unit)
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
    let choices = fields.texts(field)
    var seen: Set<String> = []
    for choice in choices where !seen.insert(choice.text).inserted {
      fields.report(.repeatedChoice(choice.text), at: choice.position)
    }
    guard seen.count >= 2 else {
      fields.report(.tooFewChoices, at: fields.place(field))
      return []
    }
    return choices.map(\.text)
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
