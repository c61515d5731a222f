import Curriculum

extension BlockRenderer {
  /// A table: columns as wide as their text where that fits, else shrunk and wrapped, else a list
  /// of records.
  mutating func table(_ table: Table, width: Int) -> [Line] {
    let count = table.alignments.count
    guard count > 0 else { return [] }
    let header = table.header.map { cells($0, .strong) }
    let rows = table.rows.map { row in row.map { cells($0) } }
    func cell(_ row: [[Cell]], _ column: Int) -> [Cell] { column < row.count ? row[column] : [] }

    let all = [header] + rows
    let natural = (0..<count).map { column in
      all.map { widestLine(cell($0, column)) }.max() ?? 0
    }
    let longestWord = (0..<count).map { column in
      all.map { widestWord(cell($0, column)) }.max() ?? 0
    }
    let room = width - 3 * (count - 1)
    guard let widths = shrink(natural, longestWord: longestWord, to: room) else {
      return records(header: header, rows: rows, count: count, width: width)
    }

    let (vertical, horizontal, cross) =
      capabilities.drawsBoxes ? ("│", "─", "┼") : ("|", "-", "+")
    func rule() -> Line {
      [
        Span(
          widths.map { String(repeating: horizontal, count: $0) }
            .joined(separator: "\(horizontal)\(cross)\(horizontal)"), .dim)
      ]
    }
    func drawn(_ row: [[Cell]]) -> [Line] {
      let columns = (0..<count).map { wrap(cell(row, $0), width: widths[$0]) }
      let height = columns.map(\.count).max() ?? 1
      return (0..<height).map { index in
        var line: [Cell] = []
        for column in 0..<count {
          if column > 0 { line += [Cell](text: " \(vertical) ", .dim) }
          let text = index < columns[column].count ? columns[column][index] : []
          line += aligned(text, table.alignments[column], width: widths[column])
        }
        while line.last?.character == " " { line.removeLast() }
        return line.line
      }
    }
    let drawnRows = rows.map(drawn)
    // A column so narrow that a cell turns into a tower is read faster as a record.
    if drawnRows.contains(where: { $0.count > 5 }) && widths != natural {
      return records(header: header, rows: rows, count: count, width: width)
    }
    // Where rows take several lines, rules tell where one ends.
    let needsRules = drawnRows.contains { $0.count > 1 }
    var lines = drawn(header) + [rule()]
    for (index, row) in drawnRows.enumerated() {
      if index > 0 && needsRules { lines.append(rule()) }
      lines += row
    }
    return lines
  }

  private func widestLine(_ cells: [Cell]) -> Int {
    cells.split(separator: Cell("\n")).map { Array($0).width }.max() ?? 0
  }

  private func widestWord(_ cells: [Cell]) -> Int {
    var widest = 0
    var current = 0
    for index in cells.indices {
      if index > 0,
        cells[index].character == "\n"
          || LineBreaking.mayBreak(
            cells[index - 1], cells[index], previous: index > 1 ? cells[index - 2] : nil)
      {
        current = 0
      }
      if cells[index].character != " " { current += cells[index].width }
      widest = max(widest, current)
    }
    return widest
  }

  /// The columns' widths within `room`; nil where words would have to be cut.
  ///
  /// The widest column gives first, down to its longest word.
  private func shrink(_ natural: [Int], longestWord: [Int], to room: Int) -> [Int]? {
    var widths = natural.map { max($0, 1) }
    // A column of prose narrower than this reads like a list of words.
    let least = zip(widths, longestWord).map { min($0, max($1, min($0, 6))) }
    var excess = widths.reduce(0, +) - room
    while excess > 0 {
      guard
        let widest = widths.indices.filter({ widths[$0] > least[$0] })
          .max(by: { widths[$0] < widths[$1] })
      else { return nil }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func aligned(_ text: [Cell], _ alignment: Table.Alignment, width: Int) -> [Cell] {
    let space = max(0, width - text.width)
    let before =
      switch alignment {
      case .left: 0
      case .center: space / 2
      case .right: space
      }
    return [Cell](text: String(repeating: " ", count: before)) + text
      + [Cell](text: String(repeating: " ", count: space - before))
  }

  /// Each row as a paragraph of `header: value` lines.
  private func records(
    header: [[Cell]], rows: [[[Cell]]], count: Int, width: Int
  ) -> [Line] {
    var lines: [Line] = []
    if rows.isEmpty { return header.flatMap { wrap($0, width: width).map(\.line) } }
    for (index, row) in rows.enumerated() {
      if index > 0 { lines.append([]) }
      for column in 0..<min(count, row.count) {
        let name = column < header.count ? header[column] : []
        let label = name.isEmpty ? [] : name + [Cell](text: ": ", .strong)
        for (number, line) in wrap(label + row[column], width: width, hanging: 2).enumerated() {
          lines.append(((number == 0 ? [] : [Cell](text: "  ")) + line).line)
        }
      }
    }
    return lines
  }

  private func wrap(_ cells: [Cell], width: Int, hanging: Int) -> [[Cell]] {
    Terminal.wrap(cells, width: width - hanging, first: width)
  }
  private func wrap(_ cells: [Cell], width: Int) -> [[Cell]] {
    Terminal.wrap(cells, width: width)
  }
}
