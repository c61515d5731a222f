/// How well a learner knew an answer, on the four-step scale of FSRS.
///
/// The raw values are those of the reference implementation (PyPI `fsrs` 6.3.2).
public enum Grade: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Forgotten: the answer was wrong or did not come.
  case again = 1
  /// Remembered with serious effort.
  case hard = 2
  /// Remembered after a moment.
  case good = 3
  /// Remembered at once.
  case easy = 4

  /// Orders grades from ``again`` to ``easy``.
  public static func < (left: Grade, right: Grade) -> Bool {
    left.rawValue < right.rawValue
  }
}
