extension CourseCritic {
  /// What an exercise has too little or too much of.
  func exercises(of lesson: Lesson, _ source: SourceText) -> [CourseProblem] {
    var problems: [CourseProblem] = []
    for exercise in lesson.exercises {
      func report(_ reason: CourseProblem.Reason, at position: SourcePosition? = nil) {
        problems.append(CourseProblem(reason, at: position ?? exercise.position))
      }
      let hints = exercise.hints.count
      if hints < 3 { report(.fewHints(exercise.id, count: hints)) }
      if hints > 5 { report(.manyHints(exercise.id, count: hints)) }
      if exercise.checks.count < 4 {
        report(.fewChecks(exercise.id, count: exercise.checks.count))
      }
      if exercise.mistakes.count < 4 {
        report(.fewMistakes(exercise.id, count: exercise.mistakes.count))
      }
      if !list(exercise.alternativesFolder).contains(where: { $0.hasSuffix(".swift") }) {
        report(.noAlternative(exercise.id))
      }
      for name in exercise.forbids where libraryNames?.contains(name) == false {
        let field = source.place(of: "forbids:", from: exercise.position)
        report(
          .forbidsUnknownName(
            name, nearest: nearest(to: name, among: (libraryNames ?? []).sorted())),
          at: field.flatMap { source.place(of: name, from: $0, wholeWord: true) })
      }
      for check in exercise.checks {
        // Of checks that come after one another the earlier fails for what the later fails for;
        // alone is what the declaration says: skipped checks do not count as failed.
        if !exercise.mistakes.contains(where: { $0.fails == [check.title] }) {
          report(.checkNeverAlone(check.title), at: check.position)
        }
        if !check.code.contains("because:") {
          report(.checkWithoutReason(check.title), at: check.position)
        }
      }
    }
    return problems
  }

  /// Hints that hold a line of the solution, which then has only to be copied.
  func hints(of lesson: Lesson, _ source: SourceText) -> [CourseProblem] {
    lesson.exercises.flatMap { exercise -> [CourseProblem] in
      let solution = read(exercise.solutionPath).map(Self.lines) ?? []
      let starter = Set((read(exercise.starterPath).map(Self.lines) ?? []).map(\.packed))
      let lines = solution.filter { $0.count >= 12 && !starter.contains($0.packed) }
      guard !lines.isEmpty else { return [] }
      var place = exercise.position
      return exercise.hints.compactMap { hint in
        let begin = String(hint.prefix { $0 != "\"" && $0 != "\\" && $0 != "\n" }.prefix(24))
        place = source.place(of: begin, from: place) ?? place
        let packed = hint.packed
        guard let line = lines.first(where: { packed.contains($0.packed) }) else { return nil }
        return CourseProblem(.hintGivesLine(line), at: place)
      }
    }
  }

  /// The lines of a program that say something: without comments, imports, signatures, the brace
  /// at the end and runs of spaces.
  private static func lines(_ program: String) -> [String] {
    program.split(separator: "\n").compactMap { line in
      var words = line.split(whereSeparator: \.isWhitespace)
      let signatures = [
        "import", "func", "public", "struct", "enum", "extension", "init", "mutating",
      ]
      guard let first = words.first, !first.hasPrefix("//"), !signatures.contains(String(first))
      else { return nil }
      if words.last == "{" { words.removeLast() }
      return words.joined(separator: " ")
    }
  }
}

extension String {
  /// The text without any white space: a hint may break a line elsewhere.
  fileprivate var packed: String { filter { !$0.isWhitespace } }
}
