import Curriculum
import Foundation
public import Grading
public import Terminal

extension Workbook {
  /// A verdict for a person: the first failing check open, then what to do next.
  public func lines(
    of verdict: Verdict, _ solution: SolutionFile, _ capabilities: Capabilities,
    rows: Int = .max
  ) -> [Line] {
    let all = Self.ordered(VerdictText.lines(for: verdict))
    let lines = lines(of: all, verdict, solution, capabilities)
    return lines.count <= rows
      ? lines : self.lines(of: Self.folded(all), verdict, solution, capabilities)
  }

  /// A known mistake comes right after the title: it is the most useful thing there is to say.
  private static func ordered(_ feedback: [FeedbackLine]) -> [FeedbackLine] {
    feedback.filter { $0.role == .title } + feedback.filter { $0.role == .tells }
      + feedback.filter { $0.role != .title && $0.role != .tells }
  }

  /// The same without what can be spared in a low window: checks that passed or wait are counted,
  /// and of what was printed the beginning is shown.
  private static func folded(_ feedback: [FeedbackLine]) -> [FeedbackLine] {
    let passed = feedback.count { $0.role == .passed }
    let waiting = feedback.count { $0.role == .notRun }
    var rest = feedback.filter { $0.role != .passed && $0.role != .notRun }
    let printed = rest.indices.filter { rest[$0].role == .code && rest[$0].indent == 1 }
    if printed.count > 6 {
      rest.removeSubrange(printed[6]...(printed.last ?? printed[6]))
      rest.append(FeedbackLine(.note, "… and \(printed.count - 6) lines more"))
    }
    if passed + waiting > 0 {
      rest.append(FeedbackLine(.note, "\(passed) more passed, \(waiting) wait for others"))
    }
    return rest
  }

  private func lines(
    of feedback: [FeedbackLine], _ verdict: Verdict, _ solution: SolutionFile,
    _ capabilities: Capabilities
  ) -> [Line] {
    var lines: [Line] = []
    var tells: [String] = []
    for (index, line) in feedback.enumerated() {
      let next = index + 1 < feedback.count ? feedback[index + 1] : nil
      if line.role == .tells {
        tells.append(line.text)
        if next?.role == .tells { continue }
        lines += Layout.quote(tells.joined(separator: "\n"), capabilities) + [[]]
      } else if line.role == .code {
        // The mark was shown with the line that it points into.
        if index > 0, feedback[index - 1].role == .code, line.isMark { continue }
        lines += code(line, mark: next.flatMap { $0.isMark ? $0 : nil }, capabilities)
      } else {
        lines += shown(line, verdict, capabilities)
      }
      if line.role == .title { lines.append([]) }
    }
    if lines.last?.isEmpty == false { lines.append([]) }
    lines += nextSteps(after: verdict, solution, capabilities)
    return lines
  }

  /// A verdict in one line.
  public func summary(of verdict: Verdict, _ capabilities: Capabilities) -> [Line] {
    let title = VerdictText.lines(for: verdict).first { $0.role == .title }
    return Layout.hanging(
      [mark(verdict.hasPassed ? .passed : .failed, capabilities), Span(" ")],
      [Span(verdict.exercise, .strong), Span(" " + (title?.text ?? ""))], capabilities)
  }

  /// What was kept; nothing where nothing was.
  public func submittedLines(_ count: Int, _ capabilities: Capabilities) -> [Line] {
    guard count > 0 else { return [] }
    let kept = count == 1 ? "The attempt is kept" : "\(count) attempts are kept"
    return Layout.paragraph(
      [.text("\(kept) in your history; the best one counts.")], capabilities)
  }

  private func shown(
    _ line: FeedbackLine, _ verdict: Verdict, _ capabilities: Capabilities
  ) -> [Line] {
    let style: Style
    switch line.role {
    case .title:
      return Layout.hanging(
        [mark(verdict.hasPassed ? .passed : .failed, capabilities), Span(" ")],
        [Span(line.text, .strong)], capabilities)
    case .passed, .failed, .undecided, .notRun:
      let mark = mark(line.role, capabilities)
      // The check that comes first stands above it, open.
      let text = line.text.replacing(#/ \(skipped: .*\)$/#, with: " (skipped)")
      return Layout.hanging(
        [mark, Span(" ", mark.style)], [Span(text, mark.style)], capabilities)
    case .detail, .code, .tells: style = []
    case .because: style = .emphasis
    case .error: style = .bad
    case .warning: style = .warning
    case .note: style = .dim
    }
    let (label, text) = parts(of: line)
    return Layout.hanging(
      label.isEmpty ? [] : [Span(label, .dim)], [Span(text, style)], indent: 4 * line.indent,
      capabilities)
  }

  /// A line that keeps its columns; the mark below it follows the part that it points into.
  private func code(
    _ line: FeedbackLine, mark: FeedbackLine?, _ capabilities: Capabilities
  ) -> [Line] {
    func parts(_ line: FeedbackLine) -> [Line] {
      Layout.cut(line.text, indent: 4 * line.indent, capabilities).map { [Span($0)] }
    }
    var lines = parts(line)
    if let mark {
      let parts = parts(mark)
      lines.insert(contentsOf: parts.suffix(1), at: min(parts.count, lines.count))
    }
    return lines
  }

  /// The label of a value, such as `expected  `, or the spaces that stand for it in further lines
  /// of the value; and the text behind it.
  private func parts(of line: FeedbackLine) -> (label: String, text: String) {
    let label = line.text.prefix(11)
    let name = label.split(separator: " ").joined(separator: " ")
    let isLabel = ["", "given", "expected", "got", "difference"].contains(name)
    guard line.role == .detail, label.count == 11, label.last == " ", isLabel else {
      return ("", line.text)
    }
    return (String(label), String(line.text.dropFirst(11)))
  }

  private func mark(_ role: FeedbackRole, _ capabilities: Capabilities) -> Span {
    switch (role, capabilities.drawsBoxes) {
    case (.passed, true): Span("✓", .good)
    case (.passed, false): Span("[passed]", .good)
    case (.failed, true): Span("✗", .bad)
    case (.failed, false): Span("[failed]", .bad)
    case (.undecided, true): Span("?", .warning)
    case (.undecided, false): Span("[undecided]", .warning)
    // The text itself says whether it was skipped or not run.
    default: Span(capabilities.drawsBoxes ? "·" : "-", .dim)
    }
  }

  private func nextSteps(
    after verdict: Verdict, _ solution: SolutionFile, _ capabilities: Capabilities
  ) -> [Line] {
    let time = String(Int((verdict.timings.total * 1000).rounded()))
    var text: [Inline] = [.text("Took \(time) ms.")]
    guard solution.isOwn else { return Layout.paragraph(text, capabilities) }
    if verdict.hasPassed {
      text += [.text(" Ours: "), .code("pare solution \(solution.exercise.id)")]
      if let next = commandAfter(solution.exercise.id) {
        text += [.text(" · Next: "), .code(next)]
      }
    } else if isStarter(solution) {
      text += [.text(" This is the starter as it came; your turn: "), .code(solution.path)]
    } else {
      text += [.text(" Stuck? "), .code("pare hint \(solution.exercise.id)")]
    }
    return Layout.paragraph(text, capabilities)
  }
}

extension Workbook {
  /// Whether nothing was written yet.
  func isStarter(_ solution: SolutionFile) -> Bool {
    FileManager.default.contents(atPath: "\(course.folder)/\(solution.exercise.starterPath)")
      == Data(solution.source.utf8)
  }

  /// What to do after an exercise was passed: the next that is open, or to read on where its text
  /// was not read yet.
  private func commandAfter(_ exercise: String) -> String? {
    // Only advice: a store that cannot be read is told by the command that writes to it.
    let progress = (try? progress()) ?? Progress()
    let all = course.outlines.flatMap { lesson in lesson.exercises.map { (lesson, $0) } }
    let open = all.filter { $1.id != exercise && progress.state(of: $1.id) != .passed }
    let behind = all.drop { $1.id != exercise }.map(\.1.id)
    guard let (lesson, next) = open.first(where: { behind.contains($1.id) }) ?? open.first else {
      return nil
    }
    let furthest = progress.places[lesson.id]?.furthest ?? -1
    return furthest >= next.step ?? 0 ? "pare watch \(next.id)" : "pare learn"
  }
}

extension FeedbackLine {
  /// Whether the line only points into the code above it.
  fileprivate var isMark: Bool {
    role == .code && text.last == "^" && text.dropLast().allSatisfy { " \t|".contains($0) }
  }
}
