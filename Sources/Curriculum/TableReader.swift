import Foundation

/// Reads pipe tables from the source lines of a paragraph: cmark knows no tables.
enum TableReader {
  /// The alignments that a delimiter row such as `|:---|---:|` states; nil for any other line.
  private static func alignments(_ line: Substring) -> [Table.Alignment]? {
    guard line.utf8.contains(UInt8(ascii: "|")),
      line.utf8.allSatisfy({ " \t|:-".utf8.contains($0) })
    else { return nil }
    var alignments: [Table.Alignment] = []
    for cell in cells(of: line) {
      let dashes = cell.drop { $0 == ":" }
      let body = dashes.hasSuffix(":") ? dashes.dropLast() : dashes
      guard !body.isEmpty, body.allSatisfy({ $0 == "-" }), cell.count - dashes.count <= 1 else {
        return nil
      }
      switch (cell.hasPrefix(":"), dashes.hasSuffix(":")) {
      case (true, true): alignments.append(.center)
      case (false, true): alignments.append(.right)
      default: alignments.append(.left)
      }
    }
    return alignments
  }

  /// The table whose header is the first line and whose delimiter row is the second; nil where
  /// their cells do not match.
  static func table(_ lines: ArraySlice<Substring>) -> Table? {
    guard let first = lines.first, let alignments = lines.dropFirst().first.flatMap(alignments)
    else { return nil }
    let header = cells(of: first)
    guard header.count == alignments.count else { return nil }
    let rows = lines.dropFirst(2).map { line in
      let row = cells(of: line).prefix(alignments.count).map(Markdown.inlines)
      return row + Array(repeating: [], count: alignments.count - row.count)
    }
    return Table(alignments: alignments, header: header.map(Markdown.inlines), rows: rows)
  }

  /// A row's cells: cut at each pipe that no backslash escapes, without the outer pipes.
  static func cells(of line: some StringProtocol) -> [String] {
    var cells: [String] = [""]
    var isEscaped = false
    for character in line.trimmingCharacters(in: .whitespaces) {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    cells = cells.map { $0.trimmingCharacters(in: .whitespaces) }
    if cells.count > 1, cells[0].isEmpty { cells.removeFirst() }
    if cells.count > 1, cells[cells.count - 1].isEmpty { cells.removeLast() }
    return cells
  }
}
