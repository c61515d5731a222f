import Curriculum

extension BlockRenderer {
  /// The place of an exercise: what it is called, which file to edit, what to type.
  func exerciseCard(_ id: String, width: Int) -> [Line] {
    let card = cards.exercises[id]
    let title = card?.title ?? id
    let points = card.map { "\($0.points) \($0.points == 1 ? "point" : "points")" }
    var rows: [(String, [Cell])] = []
    if let card { rows.append(("edit", text(card.file))) }
    rows.append(("check", text("pare check \(id)", .accent)))
    return self.card(
      kind: "Exercise", note: points, mark: card?.status == .passed ? "passed" : nil,
      title: title, rows: rows, width: width)
  }

  /// The place of a quiz: how many questions, what to type.
  func quizCard(_ ids: [String], width: Int) -> [Line] {
    let command = cards.lesson.map { "pare quiz \($0)" } ?? "pare quiz"
    return card(
      kind: "Quiz", note: "\(ids.count) \(ids.count == 1 ? "question" : "questions")", mark: nil,
      title: nil, rows: [("start", text(command, .accent))], width: width)
  }

  private func card(
    kind: String, note: String?, mark: String?, title: String?, rows: [(String, [Cell])],
    width: Int
  ) -> [Line] {
    let label = rows.map(\.0.count).max() ?? 0
    let framed = capabilities.drawsBoxes && width >= 24
    let inner = framed ? min(width, 72) - 4 : width - 2
    var body: [Line] = []
    if framed, let title { body += wrap(text(title, .strong), width: inner).map(\.line) }
    for (name, value) in rows {
      body += hanging([Cell](text: name.padded(toColumns: label + 2), .dim), value, width: inner)
    }
    var facts = [kind]
    if let note { facts.append(note) }
    if let mark { facts.append(capabilities.drawsBoxes ? "✓ \(mark)" : mark) }

    guard framed else {
      let notes = facts.dropFirst().joined(separator: ", ")
      let head = title.map { "\(kind): \($0) (\(notes))" } ?? "\(kind): \(notes)"
      return wrap(text(head, .heading), width: width).map(\.line)
        + body.map { [Span("  ")] + $0 }
    }
    let heading = facts.joined(separator: " · ").truncated(toColumns: inner - 2)
    let fill = String(repeating: "─", count: max(0, inner - heading.columns - 1))
    let style: Style = mark == nil ? .heading : .good
    var lines: [Line] = [
      [Span("╭─ ", .dim), Span(heading, style), Span(" \(fill)╮", .dim)]
    ]
    for line in body {
      let padding = String(repeating: " ", count: max(0, inner - line.width))
      lines.append([Span("│ ", .dim)] + line + [Span("\(padding) │", .dim)])
    }
    lines.append([Span("╰\(String(repeating: "─", count: inner + 2))╯", .dim)])
    return lines
  }
}
