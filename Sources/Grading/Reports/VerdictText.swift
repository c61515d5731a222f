import Curriculum

/// What a line of feedback is, so that whoever shows it can colour and wrap it.
public enum FeedbackRole: String, Sendable {
  /// The exercise and how it came out.
  case title
  /// A check that passed.
  case passed
  /// A check that failed.
  case failed
  /// A check that could not be decided.
  case undecided
  /// A check that was skipped or not run.
  case notRun
  /// A name and a value, such as what was expected.
  case detail
  /// Why something is so, in the author's words.
  case because
  /// Source code, or what the program printed; not to be wrapped.
  case code
  /// An error of the compiler.
  case error
  /// A warning of the compiler.
  case warning
  /// What a learner who made a known mistake reads, in Markdown.
  case tells
  /// A remark about the run itself.
  case note
}

/// A line of feedback.
public struct FeedbackLine: Sendable, Equatable {
  /// What it is.
  public var role: FeedbackRole
  /// How far it is set in, in steps.
  public var indent: Int
  /// Its text, without line breaks.
  public var text: String

  /// Makes a line.
  public init(_ role: FeedbackRole, _ text: String, indent: Int = 0) {
    self.role = role
    self.text = text
    self.indent = indent
  }
}

/// Renders a verdict for a person: the first failing check is open, the others are folded.
public enum VerdictText {
  /// The lines for a verdict.
  /// - Parameters:
  ///   - verdict: what to show.
  ///   - showsHidden: whether hidden checks are shown in full, as an instructor sees them.
  ///   - opensAll: whether every failing check is open, not just the first.
  public static func lines(
    for verdict: Verdict, showsHidden: Bool = false, opensAll: Bool = false
  ) -> [FeedbackLine] {
    var lines = [FeedbackLine(.title, headline(verdict))]
    lines += diagnosticLines(verdict)
    if let refusal = verdict.refusal {
      lines += split(refusal).map { FeedbackLine(.failed, $0) }
    }
    var isOpen = false
    if verdict.outcome != .compileError, verdict.outcome != .refused {
      for check in verdict.checks {
        let failed = check.status == .failed || check.status == .undecided
        let opens = failed && (opensAll || !isOpen)
        isOpen = isOpen || failed
        lines += checkLines(check, opens: opens, showsHidden: showsHidden)
      }
    }
    if let mistake = verdict.mistake {
      lines += split(mistake.tells).map { FeedbackLine(.tells, $0) }
    }
    lines += outputLines(verdict)
    if !verdict.sandbox.isEmpty, !isWalled(verdict) {
      lines.append(
        FeedbackLine(
          .note,
          "Run without a sandbox; only these walls stood: "
            + verdict.sandbox.joined(separator: ", ") + ". See \"pare doctor\"."))
    }
    return lines
  }

  /// Points without needless digits: "2", "1.5".
  public static func points(_ points: Double) -> String {
    let rounded = (points * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  private static func isWalled(_ verdict: Verdict) -> Bool {
    verdict.sandbox.contains("bubblewrap") || verdict.sandbox.contains("sandbox-exec")
  }

  private static func headline(_ verdict: Verdict) -> String {
    // Hidden checks count: nobody is to read "all passed" where one of them did not.
    let passed = verdict.checks.count { $0.status == .passed }
    let all = verdict.checks.count
    let score = "\(points(verdict.points)) of \(points(verdict.maxPoints)) points"
    let words =
      switch verdict.outcome {
      case .passed: "every check passed, \(score)"
      case .failed: "\(passed) of \(all) checks passed, \(score)"
      case .undecided: "undecided, \(score): the machine was too busy to measure; check again"
      case .compileError: "does not compile"
      case .refused: "refused"
      }
    return "\(verdict.title): \(words)"
  }

  private static func diagnosticLines(_ verdict: Verdict) -> [FeedbackLine] {
    var lines: [FeedbackLine] = []
    var introduced = false
    for diagnostic in verdict.diagnostics {
      if diagnostic.isInChecks, !introduced {
        lines.append(FeedbackLine(.note, "The checks call something that your file does not have:"))
        introduced = true
      }
      let place = "\(diagnostic.file):\(diagnostic.line):\(diagnostic.column)"
      let role: FeedbackRole =
        switch diagnostic.severity {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
      lines.append(
        FeedbackLine(role, "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message)"))
      if let source = diagnostic.source {
        let number = String(diagnostic.line)
        lines.append(FeedbackLine(.code, "\(number) | \(source)"))
        // Tabs stay tabs, so that the mark stands under the character whatever their width.
        let before = source.prefix(diagnostic.column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
        let margin = String(repeating: " ", count: number.count) + " | "
        lines.append(FeedbackLine(.code, margin + before + "^"))
      }
    }
    return lines
  }

  private static func checkLines(
    _ check: CheckResult, opens: Bool, showsHidden: Bool
  ) -> [FeedbackLine] {
    let role: FeedbackRole =
      switch check.status {
      case .passed: .passed
      case .failed: .failed
      case .undecided: .undecided
      case .skipped, .notRun: .notRun
      }
    if check.isHidden, !showsHidden {
      return [FeedbackLine(role, "a check that is not shown")]
    }
    var title = check.title
    if check.status == .skipped, let message = check.message { title += " (skipped: \(message))" }
    if check.status == .notRun { title += " (not run)" }
    var lines = [FeedbackLine(role, title)]
    guard opens else { return lines }
    if let message = check.message {
      lines += split(message).map { FeedbackLine(.detail, $0, indent: 1) }
    }
    if let line = check.crashLine {
      lines.append(FeedbackLine(.detail, "in line \(line) of your file", indent: 1))
    }
    let values = [
      ("given", check.given), ("expected", check.expected), ("got", check.got),
      ("difference", check.difference),
    ]
    for (name, value) in values {
      guard let value, name != "expected" || check.got != nil else { continue }
      let label = name.padding(to: 10)
      for (index, line) in split(value).enumerated() {
        let head = index == 0 ? label : String(repeating: " ", count: 10)
        lines.append(FeedbackLine(.detail, "\(head) \(line)", indent: 1))
      }
    }
    if let because = check.because {
      lines += split(because).map { FeedbackLine(.because, $0, indent: 1) }
    }
    if let location = check.location {
      lines.append(FeedbackLine(.note, "\(location.file):\(location.line)", indent: 1))
    }
    return lines
  }

  private static func outputLines(_ verdict: Verdict) -> [FeedbackLine] {
    guard !verdict.output.isEmpty else { return [] }
    var lines = [FeedbackLine(.note, "Your program printed:")]
    let printed = split(verdict.output)
    let shown = printed.last == "" ? printed.dropLast() : printed[...]
    lines += shown.map { FeedbackLine(.code, $0, indent: 1) }
    if verdict.isOutputCut { lines.append(FeedbackLine(.note, "… cut after 64 KiB.")) }
    return lines
  }

  private static func split(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }
}

extension String {
  /// The text, filled with spaces to a width in characters.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
