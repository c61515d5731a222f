import Curriculum

extension BlockRenderer {
  /// A list: marks in a column of their own, ordered ones aligned to the right.
  mutating func list(
    start: Int?, isTight: Bool, items: [[Block]], width: Int, depth: Int
  ) -> [Line] {
    let marks = items.indices.map { mark(of: $0, start: start, depth: depth) }
    let markWidth = marks.map(\.columns).max() ?? 1
    // From 20 columns up there is room for text beside a mark at least eight columns wide.
    let indent = markWidth + 1
    let isNarrow = width - indent < 8
    var lines: [Line] = []
    for (mark, item) in zip(marks, items) {
      let label = String(repeating: " ", count: markWidth - mark.columns) + mark + " "
      let body = render(
        item, width: isNarrow ? width : width - indent, depth: depth + 1, isTight: isTight)
      if !lines.isEmpty && !isTight { lines.append([]) }
      if isNarrow {
        lines.append([Span(label.trimmingSpaces, .dim)])
        lines += body
        continue
      }
      let padding = Span(String(repeating: " ", count: indent))
      if body.isEmpty { lines.append([Span(label.trimmingSpaces, .accent)]) }
      for (index, line) in body.enumerated() {
        if index == 0 {
          lines.append([Span(label, .accent)] + line)
        } else {
          lines.append(line.isEmpty ? [] : [padding] + line)
        }
      }
    }
    return lines
  }

  private func mark(of index: Int, start: Int?, depth: Int) -> String {
    if let start {
      // Numbers of a document may be as large as it likes; adding to them must not trap.
      let (number, isTooLarge) = start.addingReportingOverflow(index)
      return isTooLarge ? "\(start)." : "\(number)."
    }
    guard capabilities.drawsBoxes else { return "-" }
    let marks = ["•", "◦", "▪"]
    return marks[depth % marks.count]
  }
}
