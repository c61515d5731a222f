/// Reads the table of the section "Spaced review plan".
enum ReviewPlanReader {
  static func read(
    _ blocks: [Block], lesson: String, source: SourceText
  ) -> (prompts: [ReviewPrompt], problems: [CourseProblem]) {
    guard let start = blocks.firstIndex(where: { isSection($0, "Spaced review plan") }) else {
      // The missing section is reported as such.
      return ([], [])
    }
    var prompts: [ReviewPrompt] = []
    var problems: [CourseProblem] = []
    let section = blocks[(start + 1)...].prefix { !isSection($0, nil) }
    for block in section {
      guard case .table(let table) = block.kind, table.header.count >= 2 else { continue }
      for (index, row) in table.rows.enumerated() {
        let line = block.position.line + 2 + index
        let position = SourcePosition(
          file: source.file, line: line, column: block.position.column)
        let text = row[0].plainText
        guard let days = days(text) else {
          problems.append(CourseProblem(.malformedInterval(text), at: position))
          continue
        }
        // The cell as it was written: a card's text is Markdown.
        let cells = TableReader.cells(of: source.lines[line - 1])
        let prompt = cells.count > 1 ? cells[1] : ""
        if let first = prompts.first(where: { $0.days == days }) {
          problems.append(
            CourseProblem(.duplicateInterval(text, first: first.position), at: position))
        } else if prompt.isEmpty {
          problems.append(CourseProblem(.emptyPrompt(text), at: position))
        } else {
          prompts.append(
            ReviewPrompt(
              id: "\(lesson)/plan-\(days)", days: days, prompt: prompt, position: position))
        }
      }
      break
    }
    // A row that cannot be read may be the one that seems to be missing.
    guard problems.isEmpty else { return (prompts, problems) }
    for (days, name) in [(1, "1 day"), (3, "3 days"), (7, "1 week"), (30, "1 month")]
    where !prompts.contains(where: { $0.days == days }) {
      problems.append(CourseProblem(.missingInterval(name), at: blocks[start].position))
    }
    return (prompts, problems)
  }

  /// Whether a block is the heading of a section, of the one with `title` where it is given.
  private static func isSection(_ block: Block, _ title: String?) -> Bool {
    guard case .heading(let level, let content) = block.kind, level <= 2 else { return false }
    return title.map { level == 2 && content.plainText == $0 } ?? true
  }

  /// The days of `3 days`, `1 week`, `1 month` (30 days) or `1 year` (365).
  private static func days(_ text: String) -> Int? {
    guard let match = text.wholeMatch(of: /\s*(\d{1,3})\s+(day|week|month|year)s?\s*/),
      let number = Int(match.1), number > 0
    else { return nil }
    switch match.2 {
    case "day": return number
    case "week": return 7 * number
    case "month": return 30 * number
    default: return 365 * number
    }
  }
}
