/// Something that the compiler said.
public struct Diagnostic: Sendable, Codable, Equatable {
  /// How grave it is.
  public enum Severity: String, Sendable, Codable {
    /// The program cannot be built.
    case error
    /// It can, but something looks wrong.
    case warning
    /// More about the diagnostic before it.
    case note
  }

  /// The learner's file, or the lesson where a check calls what is not there.
  public var file: String
  /// The line, counted from 1.
  public var line: Int
  /// The column in characters, counted from 1.
  public var column: Int
  /// How grave it is.
  public var severity: Severity
  /// The compiler's words.
  public var message: String
  /// The line that it is about, where it is known.
  public var source: String?
  /// Whether it is about a check rather than the learner's file: a function that the checks call
  /// is missing, or has other parameters.
  public var isInChecks: Bool

  /// Makes a diagnostic.
  public init(
    file: String, line: Int, column: Int, severity: Severity, message: String,
    source: String? = nil, isInChecks: Bool = false
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
    self.source = source
    self.isInChecks = isInChecks
  }
}
