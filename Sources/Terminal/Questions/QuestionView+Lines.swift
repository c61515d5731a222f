import Curriculum

extension QuestionView {
  /// The question as lines: its number, its text, its choices.
  ///
  /// - Parameters:
  ///   - number: which of how many it is, where it is one of several.
  ///   - capabilities: the window.
  ///   - note: a word beside the number, such as the lesson or "due since yesterday".
  public func lines(
    number: (Int, of: Int)? = nil, note: String? = nil, capabilities: Capabilities
  ) -> [Line] {
    var lines: [Line] = []
    if number != nil || note != nil {
      var head = number.map { "Question \($0.0) of \($0.of)" } ?? ""
      if let note { head += head.isEmpty ? note : separator(capabilities) + note }
      if capabilities.drawsBoxes { head = "── " + head }
      lines += block([Block(.paragraph([.text(head)]), at: question.position)], capabilities).map {
        $0.map { Span($0.text, .dim) }
      }
      lines.append([])
    }
    lines += block(markdown(question.prompt), capabilities)
    let body = details(capabilities)
    if !body.isEmpty { lines += [[]] + body }
    return lines
  }

  private func separator(_ capabilities: Capabilities) -> String {
    capabilities.drawsBoxes ? " · " : ", "
  }

  /// What stands beneath the question's text.
  private func details(_ capabilities: Capabilities) -> [Line] {
    switch question.kind {
    case .choice(let choices, _), .multi(let choices, _):
      return numbered(shownOrder.map { choices[$0] }, capabilities)
    case .order(let items):
      return numbered(shownOrder.map { items[$0] }, capabilities)
    case .cloze(let pieces, let gaps):
      var text = ""
      for (index, piece) in pieces.enumerated() {
        text += piece
        if index < gaps.count { text += gaps.count == 1 ? "\\_\\_\\_\\_" : "**[\(index + 1)]**" }
      }
      // The prompt and the gapped text are often the same sentence; it is shown once.
      return block(clozeBlocks(text), capabilities)
    case .predict(let code, _):
      let shown = Code(language: "swift", isRun: false, text: code, firstLine: 1)
      return block([Block(.code(shown), at: question.position)], capabilities)
    case .text, .numeric, .recall:
      return []
    }
  }

  /// The gapped text as Markdown; without a reader of Markdown the marks are shown as they are.
  private func clozeBlocks(_ text: String) -> [Block] {
    let blocks = markdown(text)
    let isPlain = blocks == [Block(.paragraph([.text(text)]), at: question.position)]
    guard isPlain else { return blocks }
    let bare = text.replacing("\\_", with: "_").replacing("**[", with: "[")
      .replacing("]**", with: "]")
    return [Block(.paragraph([.text(bare)]), at: question.position)]
  }

  private func numbered(_ choices: [String], _ capabilities: Capabilities) -> [Line] {
    let items = choices.map { markdown($0) }
    return block(
      [Block(.list(start: 1, isTight: true, items: items), at: question.position)], capabilities)
  }

  /// Blocks at the width of the window.
  func block(_ blocks: [Block], _ capabilities: Capabilities) -> [Line] {
    render(blocks, width: capabilities.width, capabilities: capabilities)
  }

  /// One line that says how this kind of question is answered.
  public var instruction: String {
    switch question.kind {
    case .choice(let choices, _): "a number from 1 to \(choices.count)"
    case .multi: "all that hold, such as 1 3"
    case .text: "a word or a phrase"
    case .numeric(_, _, let unit): unit.map { "a number, in \($0)" } ?? "a number"
    case .order(let items):
      "the numbers in the right order, such as "
        + (1...max(items.count, 1)).reversed().map(String.init).joined(separator: " ")
    case .cloze(_, let gaps):
      gaps.count == 1 ? "what the gap says" : "what the \(gaps.count) gaps say, with ; between"
    case .predict(_, let output):
      output.trimmedWhitespace.contains("\n")
        ? "what it prints, line by line" : "what it prints"
    case .recall: "your own words; then compare"
    }
  }
}
