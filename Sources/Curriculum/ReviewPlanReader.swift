/// Reads the table of the section "Spaced review plan".
enum ReviewPlanReader {
  static func read(
    _ blocks: [Block], lesson: String, file: String
  ) -> (prompts: [ReviewPrompt], problems: [CourseProblem]) {
    guard
      let section = blocks.firstIndex(where: { block in
        guard case .heading(2, let content) = block.kind else { return false }
        return content.plainText == "Spaced review plan"
      })
    else { return ([], []) }
    var prompts: [ReviewPrompt] = []
    var problems: [CourseProblem] = []
    let heading = blocks[section].position
    for block in blocks[section...] {
      guard case .table(let table) = block.kind, table.header.count >= 2 else { continue }
      for (index, row) in table.rows.enumerated() {
        let position = SourcePosition(
          file: file, line: block.position.line + 2 + index, column: block.position.column)
        let text = row[0].plainText
        guard let days = days(text) else {
          problems.append(CourseProblem(.malformedInterval(text), at: position))
          continue
        }
        prompts.append(
          ReviewPrompt(
            id: "\(lesson)/plan-\(days)", days: days, prompt: row[1].plainText,
            position: position))
      }
      break
    }
    for (days, name) in [(1, "1 day"), (3, "3 days"), (7, "1 week"), (30, "1 month")]
    where !prompts.contains(where: { $0.days == days }) {
      problems.append(CourseProblem(.missingInterval(name), at: heading))
    }
    return (prompts, problems)
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
