import Curriculum

extension Verdict {
  /// The verdict on a solution that was not run.
  init(_ exercise: Exercise) {
    self.init(
      exercise: exercise.id, title: exercise.title, outcome: .failed, checks: [],
      diagnostics: [], refusal: nil, output: "", isOutputCut: false, mistake: nil, points: 0,
      maxPoints: Double(exercise.points), timings: Timings(), sandbox: [])
    let weight = exercise.checks.reduce(0) { $0 + max(0, $1.points) }
    checks = exercise.checks.map { check in
      CheckResult(
        title: check.title, status: .notRun,
        maxPoints: weight == 0
          ? maxPoints / Double(exercise.checks.count)
          : maxPoints * Double(max(0, check.points)) / Double(weight),
        location: check.position, isHidden: check.isHidden)
    }
  }

  /// Fills in what the judge found.
  mutating func take(_ judge: Judge, _ exercise: Exercise, lessonFile: String) {
    sandbox = judge.walls
    (output, isOutputCut) = VisibleText.of(judge.output)
    for (index, finding) in judge.findings.enumerated() {
      let fields = finding.fields
      checks[index].status = finding.status
      checks[index].given = fields["given"]
      checks[index].expected = fields["expected"]
      checks[index].got = fields["got"]
      checks[index].difference = fields["difference"]
      checks[index].because = fields["because"]
      let messages = [fields["message"], finding.message].compactMap { $0 }
      checks[index].message = messages.isEmpty ? nil : messages.joined(separator: "; ")
      checks[index].crashLine = finding.crashLine
      if let line = fields["line"].flatMap({ Int($0) }) {
        checks[index].location = SourcePosition(file: lessonFile, line: line)
      }
      if finding.status == .passed { checks[index].points = checks[index].maxPoints }
    }
    // Only what was earned by every point is a full score, whatever the fractions add up to.
    let statuses = checks.map(\.status)
    if statuses.allSatisfy({ $0 == .passed }) {
      outcome = .passed
      points = maxPoints
    } else {
      outcome =
        statuses.allSatisfy({ $0 == .passed || $0 == .undecided || $0 == .skipped })
          && statuses.contains(.undecided) ? .undecided : .failed
      points = checks.reduce(0) { $0 + $1.points }
    }
    // A run that was cut short matches none: an endless loop fails the checks of some mistake, but
    // is not that mistake.
    let isCutShort = judge.findings.contains { $0.message != nil && $0.status == .failed }
    mistake = isCutShort ? nil : match(exercise)
  }

  /// The declared mistake whose failing checks are exactly those of this run and, where it
  /// declares one, whose first reported value agrees.
  ///
  /// Somebody who works from the top has not begun what comes later. So checks that fail in the
  /// starter, too, do not stand in the way of a mistake that declares its value.
  private func match(_ exercise: Exercise) -> MatchedMistake? {
    let failing = checks.filter { $0.status == .failed }
    guard let first = failing.first, !checks.contains(where: { $0.status == .notRun }) else {
      return nil
    }
    let titles = Set(failing.map(\.title))
    let candidates = exercise.mistakes.filter { Set($0.fails) == titles }
    let agreeing = exercise.mistakes.filter { $0.got != nil && $0.got == first.got }
    let amongUnbegun = agreeing.filter { mistake in
      mistake.fails.contains(first.title) && titles.isSuperset(of: mistake.fails)
        && titles.subtracting(mistake.fails).isSubset(of: exercise.starterFails)
    }
    let found =
      candidates.first { $0.got != nil && $0.got == first.got }
      ?? candidates.first { $0.got == nil }
      ?? amongUnbegun.max { $0.fails.count < $1.fails.count }
    return found.map { MatchedMistake(file: $0.file, tells: $0.tells) }
  }
}
