public import Curriculum

/// How a check came out.
public enum CheckStatus: String, Sendable, Codable {
  /// It made at least one expectation, and all held.
  case passed
  /// An expectation did not hold, or the program did not get through the check.
  case failed
  /// It needs another check first, and that one did not pass.
  case skipped
  /// Noise kept it from being decided: no points; run again, alone.
  case undecided
  /// The run ended before its turn.
  case notRun
}

/// What one check found.
public struct CheckResult: Sendable, Codable, Equatable {
  /// The sentence that holds or does not; the check's identity.
  public var title: String
  /// How it came out.
  public var status: CheckStatus
  /// The points that were earned.
  public var points: Double
  /// The points that could be earned.
  public var maxPoints: Double
  /// What went in, where the check's own code does not say it plainly.
  public var given: String?
  /// What is right.
  public var expected: String?
  /// What the solution returned.
  public var got: String?
  /// What sets the two apart.
  public var difference: String?
  /// Why `expected` is right.
  public var because: String?
  /// What happened, where it is not a matter of two values: a crash, a time-out, an early end.
  public var message: String?
  /// The line of the learner's file in which the program crashed.
  public var crashLine: Int?
  /// Where in the lesson the check, or the expectation that did not hold, stands.
  public var location: SourcePosition?
  /// Whether title and values are for instructors only.
  public var isHidden: Bool

  /// Makes a result.
  public init(
    title: String, status: CheckStatus, points: Double = 0, maxPoints: Double = 0,
    message: String? = nil, location: SourcePosition? = nil, isHidden: Bool = false
  ) {
    self.title = title
    self.status = status
    self.points = points
    self.maxPoints = maxPoints
    self.message = message
    self.location = location
    self.isHidden = isHidden
  }
}
