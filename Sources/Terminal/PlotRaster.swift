/// Dots in the cells of a terminal: what lines are drawn into.
struct PlotRaster {
  let columns: Int
  let rows: Int
  let marks: Plot.Marks
  /// The dots of each cell as bits, row by row, the uppermost row first.
  private var dots: [UInt8]
  /// Which series was last drawn in each cell.
  private var owners: [Int?]

  init(columns: Int, rows: Int, marks: Plot.Marks) {
    self.columns = columns
    self.rows = rows
    self.marks = marks
    dots = [UInt8](repeating: 0, count: columns * rows)
    owners = [Int?](repeating: nil, count: columns * rows)
  }

  /// The dots of a cell.
  private var cell: (width: Int, height: Int) {
    switch marks {
    case .braille: (2, 4)
    case .blocks: (1, 2)
    case .ascii: (1, 1)
    }
  }

  /// The dots of the whole raster.
  var width: Int { columns * cell.width }
  var height: Int { rows * cell.height }

  /// Draws a line between two dots, both included; (0, 0) is at the lower left.
  mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), series: Int) {
    let steps = max(abs(b.x - a.x), abs(b.y - a.y), 1)
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      set(
        x: a.x + Int((Double(b.x - a.x) * part).rounded()),
        y: a.y + Int((Double(b.y - a.y) * part).rounded()), series: series)
    }
  }

  private mutating func set(x: Int, y: Int, series: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let fromTop = height - 1 - y
    let place = fromTop / cell.height * columns + x / cell.width
    let (column, row) = (x % cell.width, fromTop % cell.height)
    // The dots of a braille cell are numbered down its two columns, the lowest pair last.
    let bit = row == 3 ? 6 + column : row + 3 * column
    dots[place] |= 1 << bit
    owners[place] = series
  }

  /// The text of a row, the uppermost being 0, with the series of each cell.
  func cells(ofRow row: Int) -> [(text: Character, series: Int?)] {
    (row * columns..<(row + 1) * columns).map { (character(dots[$0]), owners[$0]) }
  }

  private func character(_ dots: UInt8) -> Character {
    guard dots != 0 else { return " " }
    switch marks {
    case .braille: return Character(Unicode.Scalar(0x2800 + UInt32(dots)) ?? " ")
    case .blocks: return dots == 3 ? "█" : dots == 1 ? "▀" : "▄"
    case .ascii: return "*"
    }
  }
}
