import Foundation

extension Plot {
  /// The fewest columns in which a plot says something.
  static let leastWidth = 24

  /// The plot as lines; pure.
  ///
  /// From top to bottom: the title, the lines with a scale at their left that begins at zero, and
  /// the places of the points below them. Put the numbers themselves under it, as a table.
  ///
  /// - Parameters:
  ///   - width: the columns that the plot may take.
  ///   - rows: the height of the lines; at least 2.
  ///   - marks: what is drawn with.
  /// - Returns: no line is wider than `width`; none at all where there is nothing to draw, or no
  ///   room.
  public func lines(width: Int, rows: Int = 9, marks: Marks) -> [Line] {
    let series = series.map(\.finite).filter { !$0.points.isEmpty }.map(scaled)
    let points = series.flatMap(\.points)
    guard width >= Self.leastWidth, rows >= 2, let left = points.map(\.x).min(),
      let right = points.map(\.x).max(), let highest = points.map(\.y).max()
    else { return [] }
    let top = Self.niceTop(over: highest)
    var labels = [0: Self.label(top, top: top), rows - 1: "0"]
    if !rows.isMultiple(of: 2) { labels[rows / 2] = Self.label(top / 2, top: top) }
    let margin = labels.values.map(\.columns).max() ?? 0
    let named = series.contains { !$0.name.isEmpty }
    let nameRoom = named ? 1 + min(series.map(\.name.columns).max() ?? 0, width / 4) : 0
    let columns = width - margin - 2 - nameRoom
    guard columns >= 8 else { return [] }

    var raster = PlotRaster(columns: columns, rows: rows, marks: marks)
    func dot(_ point: Point) -> (x: Int, y: Int) {
      (
        Self.place(Self.share(point.x, from: left, to: right), among: raster.width),
        Self.place(point.y / top, among: raster.height)
      )
    }
    for (number, line) in series.enumerated() {
      for (from, to) in zip(line.points, line.points.dropFirst() + line.points.suffix(1)) {
        raster.line(from: dot(from), to: dot(to), series: number)
      }
    }

    let names = Self.places(of: series, rows: rows, top: top)
    var lines: [Line] = [[Span(title.truncated(toColumns: width), .strong)]]
    let isASCII = marks == .ascii
    for row in 0..<rows {
      let label = labels[row] ?? ""
      let tick = labels[row] == nil ? (isASCII ? "|" : "│") : (isASCII ? "+" : "┤")
      let space = String(repeating: " ", count: margin - label.columns)
      var line: Line = [Span("\(space)\(label) \(tick)", .dim)]
      for (text, owner) in raster.cells(ofRow: row) {
        line.append(Span(String(text), owner.map { series[$0].style } ?? []))
      }
      if let number = names[row] {
        let name = series[number].name.truncated(toColumns: nameRoom - 1, mark: isASCII ? "." : "…")
        line.append(Span(" " + name, series[number].style))
      }
      lines.append(line.merged)
    }
    let indent = String(repeating: " ", count: margin + 1)
    let rule = String(repeating: isASCII ? "-" : "─", count: columns)
    lines.append([Span("\(indent)\(isASCII ? "+" : "└")\(rule)", .dim)])
    lines.append([
      Span("\(indent) " + axis(left: left, right: right, columns: columns), .dim)
    ])
    lines.append([Span("\(indent) " + caption.truncated(toColumns: columns), .dim)])
    return lines
  }

  private func scaled(_ series: Series) -> Series {
    guard isLogarithmic else { return series }
    var scaled = series
    scaled.points = series.points.filter { $0.x > 0 }.map { Point(x: $0.x.logarithm, y: $0.y) }
    return scaled
  }

  /// The numbers below the plot, each under its place; those that would touch are left out, the
  /// last one never.
  private func axis(left: Double, right: Double, columns: Int) -> String {
    var text = [Character](repeating: " ", count: columns)
    var taken: [Range<Int>] = []
    let numbers = Set(series.flatMap(\.finite.points).map(\.x)).sorted()
    for number in ([numbers.last, numbers.first].compactMap { $0 } + numbers) {
      let x = isLogarithmic ? number.logarithm : number
      guard x.isFinite else { continue }
      let label = Array(Self.label(number, top: number))
      guard label.count <= columns else { continue }
      let center = Self.place(Self.share(x, from: left, to: right), among: columns)
      let start = min(max(center - label.count / 2, 0), columns - label.count)
      let place = start..<start + label.count
      guard !taken.contains(where: { $0.overlaps(place.lowerBound - 1..<place.upperBound + 1) })
      else { continue }
      taken.append(place)
      text.replaceSubrange(place, with: label)
    }
    return String(text).trimmingSpaces
  }

  /// For each row the series whose name stands there: beside its line's end, or the nearest free
  /// row.
  private static func places(of series: [Series], rows: Int, top: Double) -> [Int: Int] {
    var names: [Int: Int] = [:]
    for (number, line) in series.enumerated() where !line.name.isEmpty {
      guard let end = line.points.last else { continue }
      let wanted = rows - 1 - place(end.y / top, among: rows)
      let free = (0..<rows).filter { names[$0] == nil }
      if let row = free.min(by: { abs($0 - wanted) < abs($1 - wanted) }) { names[row] = number }
    }
    return names
  }

  /// How far along a number stands, from 0 to 1; in the middle where there is no way.
  private static func share(_ number: Double, from start: Double, to end: Double) -> Double {
    let share = (number - start) / (end - start)
    return share.isFinite ? share : 0.5
  }

  /// The place of a share among `count`, from 0.
  private static func place(_ share: Double, among count: Int) -> Int {
    Int((min(max(share, 0), 1) * Double(count - 1)).rounded())
  }

  /// A round number: 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten, at least as high as all that is drawn.
  package static func niceTop(over highest: Double) -> Double {
    guard highest > 0 else { return 1 }
    var unit = 1.0
    while unit * 10 <= highest { unit *= 10 }
    while unit > highest, unit > 1e-300 { unit /= 10 }
    return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map { $0 * unit }.first { $0 >= highest }
      ?? 10 * unit
  }

  /// A number of a scale, with as many digits as tell its steps apart.
  package static func label(_ value: Double, top: Double) -> String {
    let (size, unit) =
      top >= 1e9 ? (1e9, "G") : top >= 1e6 ? (1e6, "M") : top >= 1e4 ? (1e3, "k") : (1, "")
    let scaled = value / size
    let digits = top > 0 ? min(max(2 - Int(log10(top / size).rounded(.down)), 0), 300) : 0
    let factor = pow(10, Double(digits))
    let rounded = (scaled * factor).rounded() / factor
    let isWhole = rounded == rounded.rounded() && abs(rounded) < 1e15
    return (isWhole ? "\(Int(rounded))" : "\(rounded)") + (value == 0 ? "" : unit)
  }
}

extension Plot.Series {
  /// The series without what is infinite or no number.
  fileprivate var finite: Plot.Series {
    var series = self
    series.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    return series
  }
}

extension [Span] {
  /// The line with neighbours of one style in one span, and no spaces at its end.
  fileprivate var merged: Line {
    var line: Line = []
    for span in self {
      if let last = line.last, last.style == span.style {
        line[line.count - 1].text += span.text
      } else {
        line.append(span)
      }
    }
    if let last = line.last, last.style == [] {
      line[line.count - 1].text = last.text.trimmingSpaces
      if line[line.count - 1].text.isEmpty { line.removeLast() }
    }
    return line
  }
}

extension Double {
  /// Equal steps of it are equal ratios.
  fileprivate var logarithm: Double { log2(self) }
}
