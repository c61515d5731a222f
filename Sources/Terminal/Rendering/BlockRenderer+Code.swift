import Curriculum

extension BlockRenderer {
  /// Code, indented and highlighted; what a program printed stands behind a bar.
  func code(_ code: Code, width: Int) -> [Line] {
    let indent = width >= 50 ? 4 : 2
    var lead = [Cell](text: String(repeating: " ", count: indent))
    if code.isOutput && capabilities.drawsBoxes {
      lead = [Cell](text: String(repeating: " ", count: indent - 2)) + [Cell](text: "│ ", .dim)
    }
    let mark = [Cell](text: capabilities.drawsBoxes ? "↪ " : "\\ ", .dim)
    var lines: [Line] = []
    if code.isOutput && !capabilities.drawsBoxes {
      lines += wrap([Cell](text: "Output:", .dim), width: width).map(\.line)
    }
    for line in Highlighter.lines(of: code) {
      for (index, part) in cut(line, width: width - indent, mark: mark.width).enumerated() {
        let cells = index == 0 ? part : mark + part
        lines.append(cells.isEmpty && !code.isOutput ? [] : (lead + cells).line)
      }
    }
    if code.isOutput, let machine = code.machine {
      let padding = [Cell](text: String(repeating: " ", count: indent))
      lines += wrap(text("measured on \(machine)", .dim), width: width - indent).map {
        (padding + $0).line
      }
    }
    return lines
  }

  /// Cuts a line of code where it is too long. Nothing is dropped: the parts put together are the
  /// line.
  private func cut(_ line: [Cell], width: Int, mark: Int) -> [[Cell]] {
    var parts: [[Cell]] = []
    var start = 0
    repeat {
      let room = max(2, parts.isEmpty ? width : width - mark)
      var end = start
      var used = 0
      while end < line.count && used + line[end].width <= room {
        used += line[end].width
        end += 1
      }
      if end < line.count {
        end = max(end, start + 1)
        end = joint(in: line, from: start + (end - start) / 2, to: end)
      }
      parts.append(Array(line[start..<end]))
      start = end
    } while start < line.count
    return parts
  }

  /// Where a line of code is cut best at or before `end`: behind a space, else where its parts
  /// join, else at `end`.
  private func joint(in line: [Cell], from first: Int, to end: Int) -> Int {
    let places = (first..<end).reversed()
    if let space = places.first(where: { line[$0].character == " " }) { return space + 1 }
    for place in places {
      if ["(", "[", "{", ","].contains(line[place].character) { return place + 1 }
      if line[place].character == "." && place > first { return place }
    }
    return end
  }
}
