import Foundation

/// A course file's text with its own line ends, for putting lines into it.
struct RawText {
  /// The lines with their ends; a byte-order mark stays at the front of the first.
  private var lines: [String]
  /// How a line of this file ends.
  private let lineEnd: String

  /// Cuts a text where `SourceText` does, so that the numbers of lines agree.
  init(_ text: String) {
    lines = []
    var line = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if last == "\n" || (last == "\r" && scalar != "\n") {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      }
      line.append(scalar)
      last = scalar
    }
    if !line.isEmpty { lines.append(String(line)) }
    let first = (lines.first ?? "").unicodeScalars
    lineEnd = first.last == "\r" ? "\r" : first.dropLast().last == "\r" ? "\r\n" : "\n"
  }

  var text: String { lines.joined() }

  /// A line, counted from 1, with its end.
  subscript(line: Int) -> String? {
    get { lines.indices.contains(line - 1) ? lines[line - 1] : nil }
    set { if let newValue, lines.indices.contains(line - 1) { lines[line - 1] = newValue } }
  }

  /// Puts lines, separated by line feeds, before a line; behind the last where there is none.
  mutating func insert(_ text: String, before line: Int) {
    let index = min(line - 1, lines.count)
    if index == lines.count, let last = lines.last?.unicodeScalars.last, last != "\n", last != "\r"
    {
      lines[index - 1] += lineEnd
    }
    let added = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0) + lineEnd
    }
    lines.insert(contentsOf: added, at: index)
  }
}
