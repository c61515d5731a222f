extension InputProblem: CustomStringConvertible {
  /// What is wrong with the typed text and what to type instead.
  public var description: String {
    switch self {
    case .empty:
      "Type an answer, or ? if you do not know."
    case .noSuchChoice(let typed, let count):
      "There is no choice \"\(typed)\". Type a number from 1 to \(count)."
    case .oneChoiceOnly:
      "One choice only, please."
    case .notANumber(let typed):
      "\"\(typed)\" is not a number. Type one such as 12, 0.5 or 1e-3."
    case .ambiguousNumber(let typed):
      "\"\(typed)\" may be a thousand or a fraction. Leave out the comma, or use a point."
    case .wrongUnit(let typed, let expected):
      if let expected {
        "The answer is asked for in \(expected), not \"\(typed)\"."
      } else {
        "The answer is a number without a unit; \"\(typed)\" is too much."
      }
    case .notAnOrder(let count):
      "Type each number from 1 to \(count) once, such as "
        + "\((1...max(count, 1)).reversed().map(String.init).joined(separator: " "))."
    case .wrongGapCount(let given, let expected):
      "There are \(expected) gaps and you filled \(given). Put ; between them."
    case .notAGrade(let typed):
      "\"\(typed)\" is no grade. 1 forgotten, 2 hard, 3 good, 4 easy."
    }
  }
}
