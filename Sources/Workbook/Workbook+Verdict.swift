import Curriculum
public import Grading
public import Terminal

extension Workbook {
  /// A verdict for a person: the first failing check open, then what to do next.
  public func lines(
    of verdict: Verdict, _ solution: SolutionFile, _ capabilities: Capabilities
  ) -> [Line] {
    var lines: [Line] = []
    let feedback = VerdictText.lines(for: verdict)
    var tells: [String] = []
    for (index, line) in feedback.enumerated() {
      if line.role == .tells {
        tells.append(line.text)
        if index + 1 < feedback.count, feedback[index + 1].role == .tells { continue }
        // A known mistake is the most useful thing there is to say: it stands apart.
        lines += [[]] + Layout.quote(tells.joined(separator: "\n"), capabilities) + [[]]
        continue
      }
      lines += shown(line, verdict, capabilities)
      if line.role == .title { lines.append([]) }
    }
    lines += [[]] + nextSteps(after: verdict, solution, capabilities)
    return lines
  }

  /// A verdict in one line.
  public func summary(of verdict: Verdict, _ capabilities: Capabilities) -> [Line] {
    let title = VerdictText.lines(for: verdict).first { $0.role == .title }
    return title.map { line in
      Layout.paragraph(
        [.text(mark(verdict.hasPassed ? .passed : .failed, capabilities).text + " "),
          .strong([.text(verdict.exercise)]), .text(" " + line.text)], capabilities)
    } ?? []
  }

  /// What was kept.
  public func submittedLines(
    _ solutions: [SolutionFile], _ capabilities: Capabilities
  ) -> [Line] {
    let count = solutions.count == 1 ? "The attempt" : "\(solutions.count) attempts"
    return Layout.paragraph(
      [.text("\(count) \(solutions.count == 1 ? "is" : "are") kept in your history; the best one counts.")],
      capabilities)
  }

  private func shown(
    _ line: FeedbackLine, _ verdict: Verdict, _ capabilities: Capabilities
  ) -> [Line] {
    let margin = capabilities.plain || capabilities.width < 40 ? 0 : 2
    let indent = margin + 4 * line.indent
    let room = max(10, capabilities.width - indent)
    let style: Style
    var text = line.text
    switch line.role {
    case .title:
      return Layout.paragraph(
        [.text(mark(verdict.hasPassed ? .passed : .failed, capabilities).text + " "),
          .strong([.text(text)])], capabilities)
    case .passed, .failed, .undecided, .notRun:
      let sign = mark(line.role, capabilities)
      text = "\(sign.text) \(text)"
      style = line.role == .passed ? .good : line.role == .failed ? .bad : .dim
    case .detail, .code, .tells: style = []
    case .because: style = .emphasis
    case .error: style = .bad
    case .warning: style = .warning
    case .note: style = .dim
    }
    // Code keeps its columns; a line that is too long is cut by the terminal's own wrapping.
    let lines = line.role == .code ? [[Span(text, style)]] : wrapped([Span(text, style)], width: room)
    let pad = Span(String(repeating: " ", count: indent))
    return lines.map { indent > 0 ? [pad] + $0 : $0 }
  }

  private func mark(_ role: FeedbackRole, _ capabilities: Capabilities) -> Span {
    switch (role, capabilities.drawsBoxes) {
    case (.passed, true): Span("✓", .good)
    case (.passed, false): Span("[passed]", .good)
    case (.failed, true): Span("✗", .bad)
    case (.failed, false): Span("[failed]", .bad)
    case (.undecided, true): Span("?", .warning)
    case (.undecided, false): Span("[undecided]", .warning)
    default: Span(capabilities.drawsBoxes ? "·" : "[not run]", .dim)
    }
  }

  private func nextSteps(
    after verdict: Verdict, _ solution: SolutionFile, _ capabilities: Capabilities
  ) -> [Line] {
    let time = String(Int((verdict.timings.total * 1000).rounded()))
    var text: [Inline] = [.text("Took \(time) ms.")]
    guard solution.isOwn else { return Layout.paragraph(text, capabilities) }
    if verdict.hasPassed {
      let following = course.exercises.drop { $0.id != solution.exercise.id }.dropFirst().first
      text += [.text(" Ours: "), .code("pare solution \(solution.exercise.id)")]
      if let following {
        text += [.text(" · Next: "), .code("pare watch \(following.id)")]
      }
    } else {
      text += [.text(" Stuck? "), .code("pare hint \(solution.exercise.id)")]
    }
    return Layout.paragraph(text, capabilities)
  }
}
