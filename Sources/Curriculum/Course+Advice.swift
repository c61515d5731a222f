extension Course {
  /// What would make the course better though nothing is wrong with it.
  ///
  /// - Returns: Advice on exercises with fewer than three hints, and on questions whose right
  ///   choice can be guessed because it is by far the longest. In the order of lessons and lines.
  public func advice() -> [CourseProblem] {
    lessons.flatMap { lesson in
      let hints = lesson.exercises.filter { $0.hints.count < 3 }.map {
        CourseProblem(.fewHints($0.id, count: $0.hints.count), at: $0.position)
      }
      let choices = lesson.questions.filter(\.givesItselfAway).map {
        CourseProblem(.longestChoiceIsRight, at: $0.position)
      }
      let code = lesson.allCode
      let unmeasured = zip(code, code.dropFirst()).compactMap { program, output in
        program.code.isMeasured && output.code.isOutput && output.code.machine == nil
          ? CourseProblem(.notMeasured, at: output.position) : nil
      }
      return (hints + choices + unmeasured).sorted { $0.position < $1.position }
    }
  }
}

extension Question {
  /// Whether the only right choice is longer than each of the others by half and by more than 20
  /// characters.
  fileprivate var givesItselfAway: Bool {
    let texts: [String]
    let right: Int
    switch kind {
    case .choice(let choices, let answer): (texts, right) = (choices, answer)
    case .multi(let choices, let answers) where answers.count == 1:
      (texts, right) = (choices, answers[0])
    default: return false
    }
    let lengths = texts.map(\.count)
    guard let longestOther = lengths.indices.filter({ $0 != right }).map({ lengths[$0] }).max()
    else { return false }
    return 2 * lengths[right] > 3 * longestOther && lengths[right] > longestOther + 20
  }
}
