import Curriculum

/// How asking one question ended.
public enum AskOutcome: Sendable, Equatable {
  /// The learner answered; what it was and how good.
  case answered(GivenAnswer, Judgement)
  /// The learner wants the answer before this one back.
  case undo
  /// The learner stops, or no more input comes.
  case stopped
}

/// Asks questions line by line, without taking the screen: on a terminal, for a screen reader, and
/// from a pipe with one answer per line.
public struct Asker {
  /// Where questions are written and answers come from.
  public let console: any Console
  /// What the output can show.
  public var capabilities: Capabilities
  /// Whether `u` (`:u` where words are typed) may take an answer back.
  public var offersUndo: Bool
  /// The words for the grades 1 to 4; a review adds when the card comes back.
  public var gradeLabels: [String]

  /// Makes an asker.
  public init(
    console: any Console, capabilities: Capabilities, offersUndo: Bool = false,
    gradeLabels: [String] = ["forgotten", "hard", "good", "easy"]
  ) {
    self.console = console
    self.capabilities = capabilities
    self.offersUndo = offersUndo
    self.gradeLabels = gradeLabels
  }

  /// Asks one question, judges the answer and shows what follows from it.
  ///
  /// - Parameters:
  ///   - view: the question as it is shown now.
  ///   - number: which of how many it is.
  ///   - note: a word beside the number.
  ///   - keep: called with the answer before anything is said about it: what the learner saw
  ///     acknowledged is kept, even when the program is killed at that moment.
  /// - Returns: the answer, or that the learner stops; a stop loses nothing.
  public func ask(
    _ view: QuestionView, number: (Int, of: Int)? = nil, note: String? = nil,
    keep: (GivenAnswer, Judgement) throws -> Void = { _, _ in }
  ) throws -> AskOutcome {
    try show([[]] + view.lines(number: number, note: note, capabilities: capabilities) + [[]])
    let answer: GivenAnswer
    switch try answerLoop(view) {
    case .answer(let given): answer = given
    case .undo: return .undo
    case .stop: return .stopped
    }
    let judgement = judge(view.question, answer)
    try keep(answer, judgement)
    try show([[]] + view.feedback(answer, judgement, capabilities: capabilities))
    return .answered(answer, judgement)
  }

  enum Reply {
    case answer(GivenAnswer)
    case undo
    case stop
  }

  private func answerLoop(_ view: QuestionView) throws -> Reply {
    console.dropTypedInput()
    if case .recall = view.question.kind { return try askRecall(view) }
    if case .choice(let choices, _) = view.question.kind, console.readsKeys, choices.count <= 9 {
      return try askChoiceKey(view, count: choices.count)
    }
    var parts = [view.instruction]
    if case .predict = view.question.kind, !console.readsKeys {
      parts.append("\\n between lines")
    }
    try hint(parts + ["? I do not know"] + typedCommands)
    if case .cloze(_, let gaps) = view.question.kind, gaps.count > 1, console.readsKeys {
      return try askGaps(view, count: gaps.count)
    }
    if case .predict(_, let output) = view.question.kind, console.readsKeys,
      output.trimmedWhitespace.contains("\n")
    {
      return try askOutput(view)
    }
    while true {
      guard let line = try prompt() else { return .stop }
      if let command = command(line) { return command }
      do {
        return .answer(try view.parse(line))
      } catch let problem {
        try show([[Span(indent), Span(problem.description, .warning)]])
        // From a pipe each question takes one line: asking again would give the lines that follow
        // to the wrong questions.
        if console.echoesInput { return .answer(.unknown) }
      }
    }
  }

  private func askChoiceKey(_ view: QuestionView, count: Int) throws -> Reply {
    var commands = ["1–\(count) answers", "? I do not know"]
    if offersUndo { commands.append("u undo") }
    commands.append("q stops")
    try hint(commands)
    try console.write(promptText)
    while true {
      guard let key = try console.readKey() else {
        try console.write("\n")
        return .stop
      }
      guard case .character(let character) = key else { continue }
      if character == "q" || (character == "u" && offersUndo) {
        try console.write("\(character)\n")
        return character == "q" ? .stop : .undo
      }
      // A key that is no answer is passed over; the list of keys stands above.
      if let answer = try? view.parse(String(character)) {
        try console.write("\(character)\n")
        return .answer(answer)
      }
    }
  }

  private func askGaps(_ view: QuestionView, count: Int) throws -> Reply {
    var texts: [String] = []
    while texts.count < count {
      guard let line = try prompt("[\(texts.count + 1)] ") else { return .stop }
      if let command = command(line) { return command }
      let text = line.trimmedWhitespace
      if text == "?" { return .answer(.unknown) }
      // All at once is welcome too.
      let parts = text.split(separator: ";").map { String($0).trimmedWhitespace }
      if texts.isEmpty && parts.count == count { return .answer(.gaps(parts)) }
      if !text.isEmpty { texts.append(text) }
    }
    return .answer(.gaps(texts))
  }

  private func askOutput(_ view: QuestionView) throws -> Reply {
    try hint(["an empty line ends the answer"])
    var lines: [String] = []
    while true {
      guard let line = try prompt() else { return .stop }
      if let command = command(line) { return command }
      if lines.isEmpty && line.trimmedWhitespace == "?" { return .answer(.unknown) }
      if line.trimmedWhitespace.isEmpty {
        if lines.isEmpty { continue }
        return .answer(.output(lines.joined(separator: "\n")))
      }
      lines.append(line)
    }
  }

  /// Recall: think, look, grade yourself. From a pipe the line is the grade, and any other line
  /// means forgotten.
  private func askRecall(_ view: QuestionView) throws -> Reply {
    if !console.echoesInput {
      try hint(["say it in your own words", "Enter shows the answer"] + typedCommands)
      guard let line = try prompt() else { return .stop }
      if let command = command(line) { return command }
    }
    try show(view.modelAnswer(capabilities: capabilities) + [[]])
    let grades = gradeLabels.enumerated().map { "\($0.offset + 1) \($0.element)" }
    try hint(grades)
    console.dropTypedInput()
    if console.echoesInput {
      guard let line = try prompt() else { return .stop }
      if let command = command(line) { return command }
      let number = Int(line.trimmedWhitespace) ?? 0
      return .answer((1...4).contains(number) ? .grade(number) : .unknown)
    }
    let keys = ["1", "2", "3", "4", "q"].map(Character.init) + (offersUndo ? ["u"] : [])
    switch try chooseKey(keys) {
    case nil, "q": return .stop
    case "u": return .undo
    case let key?: return .answer(.grade(key.wholeNumberValue ?? 1))
    }
  }
}
