/// One thing that is wrong with a course, and where.
public struct CourseProblem: Error, Sendable, Equatable {
  /// Where it is.
  public var position: SourcePosition
  /// What it is.
  public var reason: Reason

  /// Makes a problem.
  public init(_ reason: Reason, at position: SourcePosition) {
    self.reason = reason
    self.position = position
  }

  /// What can be wrong.
  public enum Reason: Sendable, Equatable {
    case notUTF8
  }
}
