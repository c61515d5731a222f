/// A place in a course's file, as an editor counts it.
public struct SourcePosition: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  /// The file's path relative to the course folder, such as `Lessons/01-inference.md`.
  public var file: String
  /// The line, counted from 1.
  public var line: Int
  /// The column in characters, counted from 1.
  public var column: Int

  /// Makes a position; line and column are counted from 1.
  public init(file: String, line: Int, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, the form that editors and terminals make clickable.
  public var description: String { "\(file):\(line):\(column)" }

  /// Orders positions by file, then line, then column.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}
