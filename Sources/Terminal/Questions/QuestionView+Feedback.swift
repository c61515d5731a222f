import Curriculum

extension QuestionView {
  /// What follows an answer: the verdict in words, the right answer where it was missed, and why.
  public func feedback(
    _ answer: GivenAnswer, _ judgement: Judgement, capabilities: Capabilities
  ) -> [Line] {
    var lines: [Line] = []
    if case .recall = question.kind {
      // The model answer was shown before the grade.
    } else {
      lines += verdict(answer, judgement, capabilities)
    }
    let why = question.why.trimmedWhitespace
    if !why.isEmpty {
      if !lines.isEmpty { lines.append([]) }
      lines += block(markdown(why), capabilities)
    }
    return lines
  }

  /// The model answer of a recall question; empty for other kinds.
  public func modelAnswer(capabilities: Capabilities) -> [Line] {
    guard case .recall(let answer) = question.kind else { return [] }
    let quoted = [Block(.quote(markdown(answer)), at: question.position)]
    return block(quoted, capabilities)
  }

  private func verdict(
    _ answer: GivenAnswer, _ judgement: Judgement, _ capabilities: Capabilities
  ) -> [Line] {
    let isMarked = capabilities.drawsBoxes
    var lines: [Line] = []
    func add(_ label: String, _ style: Style, _ text: String) {
      // A text of several lines, as a program prints, stands beneath its label.
      if text.contains("\n") {
        lines.append(contentsOf: labelled(label, style, "", capabilities))
        let code = Code(language: "output", isRun: false, text: text, firstLine: 1)
        lines += block([Block(.code(code), at: question.position)], capabilities)
      } else {
        lines += labelled(label, style, text, capabilities)
      }
    }
    if judgement.isRight {
      add((isMarked ? "✓ " : "") + "Correct:", .good, correctAnswer)
      return lines
    }
    if answer == .unknown {
      add("The answer:", .strong, correctAnswer)
      return lines
    }
    var label = (isMarked ? "✗ " : "") + "Not yet."
    if judgement.parts.count > 1, judgement.score > 0 {
      let right = judgement.parts.count { $0 }
      label += " \(right) of \(judgement.parts.count) \(partVerdict)."
    }
    add(label, .bad, "")
    add("You answered:", .dim, description(of: answer))
    add("The answer:", .strong, correctAnswer)
    return lines
  }

  private var partVerdict: String {
    switch question.kind {
    case .multi: "choices are right"
    case .order: "items are in their place"
    case .cloze: "gaps are right"
    case .predict: "lines are right"
    default: "parts are right"
    }
  }

  private func labelled(
    _ label: String, _ style: Style, _ text: String, _ capabilities: Capabilities
  ) -> [Line] {
    let blocks = [Block(.paragraph([.text("\(label) \(text)")]), at: question.position)]
    var remaining = label.withoutControls.count
    return block(blocks, capabilities).map { line in
      // The label's letters get their style after the lines were broken.
      var cells = line.cells
      var isLeading = true
      for index in cells.indices {
        if isLeading && cells[index].character == " " { continue }
        isLeading = false
        guard remaining > 0 else { break }
        cells[index].style = style
        remaining -= 1
      }
      if remaining > 0 { remaining -= 1 }
      return cells.line
    }
  }

  /// The right answer in words; numbers are those of this view.
  public var correctAnswer: String {
    switch question.kind {
    case .choice(_, let answer): description(of: .choice(answer))
    case .multi(_, let answers): description(of: .choices(answers))
    case .text(let accepted): accepted.first ?? ""
    case .numeric(let answer, _, _): description(of: .number(answer))
    case .order(let items): description(of: .order(Array(items.indices)))
    case .cloze(_, let gaps): gaps.map { $0.first ?? "" }.joined(separator: "; ")
    case .predict(_, let output): output
    case .recall(let answer): answer
    }
  }

  private func description(of answer: GivenAnswer) -> String {
    func named(_ index: Int, _ texts: [String]) -> String {
      let place = shownOrder.firstIndex(of: index).map { "\($0 + 1). " } ?? ""
      return place + (texts.indices.contains(index) ? plain(texts[index]) : "")
    }
    switch (answer, question.kind) {
    case (.choice(let index), .choice(let choices, _)):
      return named(index, choices)
    case (.choices(let indices), .multi(let choices, _)):
      return indices.isEmpty
        ? "none" : indices.map { named($0, choices) }.joined(separator: "; ")
    case (.order(let indices), .order(let items)):
      return indices.map { named($0, items) }.joined(separator: "; ")
    case (.number(let value), .numeric(_, _, let unit)):
      let number = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
      return unit.map { "\(number) \($0)" } ?? number
    case (.text(let text), _), (.output(let text), _): return text
    case (.gaps(let texts), _): return texts.joined(separator: "; ")
    case (.grade(let grade), _): return String(grade)
    case (.unknown, _): return "I do not know"
    default: return ""
    }
  }

  /// Markdown without its marks, for a line of text.
  private func plain(_ text: String) -> String {
    markdown(text).map { block in
      switch block.kind {
      case .paragraph(let content), .heading(_, let content): content.plainText
      default: text
      }
    }.joined(separator: " ")
  }
}
