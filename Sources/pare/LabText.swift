import Curriculum
import Terminal

/// What a command of the lab tells a person, laid out for a window.
struct LabText {
  let capabilities: Capabilities
  private(set) var lines: [Line] = []

  init(_ capabilities: Capabilities) { self.capabilities = capabilities }

  private static let nowhere = SourcePosition(file: "", line: 1)
  /// The columns of the labels of rows; what is longer needs `rows`.
  private static let labelWidth = 14

  /// The columns that a text may take behind the margin.
  var room: Int { max(2, capabilities.width - 2 * margin) }

  private var margin: Int {
    capabilities.plain || capabilities.accessible || capabilities.width < 40
      ? 0 : capabilities.width < 60 ? 1 : 2
  }

  mutating func title(_ text: String) {
    add([Block(.heading(level: 2, [.text(shown(text))]), at: Self.nowhere)])
  }

  mutating func paragraph(_ text: String) {
    add([Block(.paragraph([.text(shown(text))]), at: Self.nowhere)])
  }

  /// Labels with what belongs to each, the texts one below the other.
  mutating func rows(_ rows: [(label: String, text: String)]) {
    let longest = rows.map { $0.label.columns + 2 }.max() ?? 0
    for (label, text) in rows { row(label, text, labelWidth: max(Self.labelWidth, longest)) }
  }

  /// A label with what belongs to it beside it, or below it in a narrow window.
  mutating func row(_ label: String, _ text: String) {
    row(label, text, labelWidth: Self.labelWidth)
  }

  private mutating func row(_ label: String, _ text: String, labelWidth: Int) {
    let text = [Span(shown(text))]
    let beside = room - labelWidth
    guard beside >= 24 else {
      if !label.isEmpty { lines.append(indented([Span(label, .dim)], by: 0)) }
      let indent = room < 20 ? 0 : 2
      lines += wrapped(text, width: room - indent).map { indented($0, by: indent) }
      return
    }
    for (index, line) in wrapped(text, width: beside).enumerated() {
      let head = Span((index == 0 ? label : "").padded(toColumns: labelWidth), .dim)
      lines.append(indented([head] + line, by: 0))
    }
  }

  /// A table whose first `textColumns` columns are text and the others numbers.
  mutating func table(_ header: [String], textColumns: Int, _ rows: [[String]]) {
    if capabilities.accessible { return records(header, rows) }
    let table = Table(
      alignments: header.indices.map { $0 < textColumns ? .left : .right },
      header: header.map { [.text(shown($0))] },
      rows: rows.map { $0.map { [.text(shown($0))] } })
    add([Block(.table(table), at: Self.nowhere)])
  }

  /// The rows of a table one after the other, each value behind its name: a screen reader reads
  /// lines, and nobody can hear a column.
  private mutating func records(_ header: [String], _ rows: [[String]]) {
    for row in rows {
      gap()
      for (name, value) in zip(header, row) where !value.isEmpty {
        let label = name.isEmpty ? "" : "\(name): "
        lines += wrapped([Span(shown(label + value))], width: room).map { indented($0, by: 0) }
      }
    }
  }

  mutating func plot(_ plot: Plot, marks: Plot.Marks) {
    gap()
    lines += plot.lines(width: min(room, 76), marks: marks).map { indented($0, by: 0) }
  }

  mutating func gap() { if !lines.isEmpty { lines.append([]) } }

  private mutating func add(_ blocks: [Block]) {
    gap()
    lines += render(blocks, width: capabilities.width, capabilities: capabilities)
  }

  private func indented(_ line: Line, by columns: Int) -> Line {
    let indent = margin + columns
    return indent == 0 ? line : [Span(String(repeating: " ", count: indent))] + line
  }

  /// The text in characters that the locale shows.
  private func shown(_ text: String) -> String {
    guard !capabilities.unicode else { return text }
    let marks: [Character: String] = [
      "µ": "u", "×": "x", "·": "-", "–": "-", "±": "+-", "→": "->",
    ]
    return text.reduce(into: "") { $0 += marks[$1] ?? String($1) }
  }
}
