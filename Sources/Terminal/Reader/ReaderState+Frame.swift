extension ReaderState {
  /// The screen: as many lines as the window has rows, none wider than it.
  public func frame() -> [Line] {
    var lines: [Line]
    switch mode {
    case .reading, .search: lines = page()
    case .outline(let selected): lines = outline(selected: selected)
    case .help: lines = help()
    }
    lines = Array(lines.prefix(rows))
    lines += Array(repeating: [], count: rows - lines.count)
    if capabilities.height >= 8 { lines.append([]) }
    if capabilities.height > 1 { lines.append(status()) }
    // A window narrower than 20 columns is cut at its edge, never wrapped by the terminal.
    return lines.map { $0.width <= capabilities.width ? $0 : cut($0) }
  }

  private func page() -> [Line] {
    let bottom = min(top + rows, revealed)
    guard top < bottom else { return [] }
    return (top..<bottom).map { highlighted(document.lines[$0], at: $0) }
  }

  private func cut(_ line: Line) -> Line {
    var used = 0
    return line.cells.prefix { cell in
      used += cell.width
      return used <= capabilities.width
    }.line
  }

  private var margin: String {
    capabilities.width < 40 ? "" : capabilities.width < 60 ? " " : "  "
  }

  private func outline(selected: Int) -> [Line] {
    let headings = document.headings
    let first = min(
      max(0, selected - rows / 2), max(0, headings.count - rows + 2))
    let least = headings.map(\.level).min() ?? 1
    var lines: [Line] = [[Span(margin), Span("Outline", .title)], []]
    for (index, heading) in headings.enumerated().dropFirst(first) {
      let isRead = heading.step <= furthest
      let mark = index == selected ? (capabilities.drawsBoxes ? "❯ " : "> ") : "  "
      let indent = String(repeating: "  ", count: min(heading.level - least, 4))
      let room = max(4, capabilities.width - margin.columns - 2 - indent.count)
      let style: Style =
        index == selected ? .selected : !isRead ? .dim : heading.level == least ? .strong : []
      lines.append([
        Span(margin + mark + indent, index == selected ? .accent : []),
        Span(heading.title.truncated(toColumns: room, mark: ellipsis), style),
      ])
    }
    return lines
  }

  private var ellipsis: String { capabilities.unicode ? "…" : "..." }

  private func help() -> [Line] {
    let keys: [(String, String)] = [
      ("space", "next step, or next page"),
      ("b", "a page back"),
      ("d u", "half a page down, up"),
      ("j k", "a line down, up"),
      ("g G", "first, last line that was read"),
      ("] [", "next, previous heading"),
      ("o", "outline"),
      ("/ ?", "search forward, backward"),
      ("n N", "next, previous match"),
      ("x", "start the exercise or quiz"),
      ("e", "open it in your editor"),
      ("q", "leave; your place is kept"),
    ]
    return [[Span(margin), Span("Keys", .title)], []]
      + keys.map { key, text in
        [Span(margin), Span(key.padded(toColumns: 8), .accent), Span(text)]
      }
  }

  /// The last line: the lesson, how far it is read, and what keys do here.
  private func status() -> Line {
    if case .search(let text, let isBackward) = mode {
      // The end of a long search is what is being typed.
      let room = max(1, capabilities.width - margin.columns - 2)
      var shown = text.withoutControls
      while shown.columns > room { shown.removeFirst() }
      return [
        Span(margin + (isBackward ? "?" : "/"), .accent), Span(shown), Span(" ", .selected),
      ]
    }
    let step = place.step + 1
    let count = document.stepCount
    let position = "\(step)/\(count)"
    var line: Line = [Span(margin)]
    let room = capabilities.width - margin.columns * 2 - position.columns - 2
    line.append(Span(title.truncated(toColumns: max(0, min(room, 40)), mark: ellipsis), .strong))
    line.append(Span("  \(position)", .accent))
    let longest = capabilities.width < 50 ? 6 : capabilities.width < 70 ? 10 : 20
    let barWidth = min(longest, capabilities.width - line.width - margin.columns - 2)
    if barWidth >= 6 { line += [Span("  ")] + bar(step, of: count, width: barWidth) }

    let left = capabilities.width - line.width - margin.columns - 3
    if let message {
      if left >= 12 {
        return line + [Span("   "), Span(message.truncated(toColumns: left, mark: ellipsis))]
      }
      let whole = capabilities.width - margin.columns
      return [Span(margin), Span(message.truncated(toColumns: max(1, whole), mark: ellipsis))]
    }
    if let hint = hints.first(where: { $0.columns <= left }) {
      line += [Span("   "), Span(hint, .dim)]
    }
    return line
  }

  private func bar(_ step: Int, of count: Int, width: Int) -> Line {
    let filled = width * step / max(1, count)
    let (full, empty) = capabilities.drawsBoxes ? ("━", "─") : ("#", ".")
    return [
      Span(String(repeating: full, count: filled), .accent),
      Span(String(repeating: empty, count: width - filled), .dim),
    ]
  }

  /// What keys do here, the longest first.
  private var hints: [String] {
    if case .outline = mode {
      return ["enter goes there · esc back", "enter · esc"].map(separated)
    }
    if mode == .help { return ["any key goes back", "any key"] }
    var next = isAtEnd ? "q leaves" : "space next"
    if top + rows < revealed { next = "space more" }
    let task: String
    switch self.task {
    case .exercise: task = "x exercise · "
    case .quiz: task = "x quiz · "
    default: task = ""
    }
    return [
      "\(task)\(next) · o outline · / search · h help", "\(task)\(next) · h help",
      "\(task)\(next)", next,
    ].map(separated)
  }

  private func separated(_ text: String) -> String {
    capabilities.drawsBoxes ? text : text.split(separator: " · ").joined(separator: ", ")
  }
}
