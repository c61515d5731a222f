/// A stretch of text in one style.
public struct Span: Sendable, Hashable {
  /// The text; no control characters.
  public var text: String
  /// What it means.
  public var style: Style

  /// Makes a span; without a style it is plain text.
  public init(_ text: String, _ style: Style = []) {
    self.text = text
    self.style = style
  }
}

/// One line of a screen, without its end.
public typealias Line = [Span]

extension [Span] {
  /// The text alone.
  public var plainText: String { map(\.text).joined() }

  /// The columns that the line takes.
  public var width: Int { reduce(0) { $0 + $1.text.columns } }

  /// The line as bytes for a terminal, without its end; without colour there is no escape byte.
  public func rendered(color: Bool) -> String {
    var result = ""
    for span in self {
      let parameters = color ? span.style.ansiParameters : ""
      // Whatever a line was made of, only our own escape bytes reach the terminal.
      let text = span.text.withoutControls
      result += parameters.isEmpty ? text : "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
    }
    return result
  }
}

extension [[Span]] {
  /// The lines as one text, each with its end.
  public func rendered(color: Bool) -> String {
    map { $0.rendered(color: color) + "\n" }.joined()
  }
}
