/// Breaks a text into lines of at most `width` columns.
///
/// Greedy: every line takes as much as fits. A word that is longer than a line is cut, behind a
/// `/` or another mark of an address where there is one, and never so that a closing mark begins
/// a line while another place is left. Spaces at a line's end are dropped. A line feed forces a
/// new line.
///
/// - Parameters:
///   - cells: the text.
///   - width: the columns of each line; at least 2, so that any character fits.
///   - first: the columns of the first line, where it is shorter.
/// - Returns: at least one line.
func wrap(_ cells: [Cell], width: Int, first: Int? = nil) -> [[Cell]] {
  var lines: [[Cell]] = []
  for paragraph in cells.split(separator: Cell("\n"), omittingEmptySubsequences: false) {
    wrapParagraph(Array(paragraph), width: max(width, 2), first: first, into: &lines)
  }
  return lines
}

private func wrapParagraph(
  _ cells: [Cell], width: Int, first: Int?, into lines: inout [[Cell]]
) {
  var start = 0
  while start < cells.count && cells[start].role == .space { start += 1 }
  guard start < cells.count else {
    lines.append([])
    return
  }
  while start < cells.count {
    let limit = lines.isEmpty ? max(first ?? width, 2) : width
    let end = lineEnd(cells, from: start, limit: limit)
    var last = end
    while last > start && cells[last - 1].role == .space { last -= 1 }
    lines.append(Array(cells[start..<last]))
    start = end
    while start < cells.count && cells[start].role == .space { start += 1 }
  }
}

/// The index after the last cell of the line that begins at `start`.
private func lineEnd(_ cells: [Cell], from start: Int, limit: Int) -> Int {
  var used = 0
  var opportunity: Int?
  var index = start
  while index < cells.count {
    if index > start {
      let previous = index - 2 >= start ? cells[index - 2] : nil
      if LineBreaking.mayBreak(cells[index - 1], cells[index], previous: previous) {
        opportunity = index
      }
    }
    // Spaces may hang over the edge: they are dropped there.
    if cells[index].role != .space && used + cells[index].width > limit {
      return opportunity ?? forcedEnd(cells, from: start, to: index)
    }
    used += cells[index].width
    index += 1
  }
  return cells.count
}

/// Where to cut a word that fits no line; `end` is the first cell that does not fit.
private func forcedEnd(_ cells: [Cell], from start: Int, to end: Int) -> Int {
  let floor = start + max(1, (end - start) / 2)
  // Where addresses and names in code have joints.
  let marks: Set<Character> = ["/", "?", "&", "=", "_", "-", ".", "·"]
  func isAllowed(_ index: Int) -> Bool {
    cells[index].role != .closing && cells[index].role != .space
      && cells[index - 1].role != .opening
  }
  guard end > start + 1 else { return max(end, start + 1) }
  for index in stride(from: end, through: floor, by: -1)
  where marks.contains(cells[index - 1].character) && isAllowed(index) {
    return index
  }
  for index in stride(from: end, to: start, by: -1) where isAllowed(index) { return index }
  return end
}
