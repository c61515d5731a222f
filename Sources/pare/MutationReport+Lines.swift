import Workbook

extension MutationReport {
  /// What was let through, then a table.
  func lines() -> [String] {
    var lines: [String] = []
    for exercise in exercises {
      if let trouble = exercise.trouble { lines += ["\(exercise.file): \(trouble)", ""] }
      for survivor in exercise.survivors {
        let note = survivor.isUndecided ? " (a check was left undecided)" : ""
        lines += [
          "\(exercise.file):\(survivor.line):\(survivor.column): "
            + "no check notices a change of \(survivor.kind)\(note)",
          "  - \(survivor.before)",
          "  + \(survivor.after.isEmpty ? "(left out)" : survivor.after)",
          "",
        ]
      }
    }
    let width = exercises.map(\.id.count).max() ?? 0
    func row(_ name: String, _ caught: Int, _ all: Int, _ note: String) -> String {
      let figures = "\(caught) of \(all)"
      // Rounded down: 79.9 is not yet 80.
      let percent = all == 0 ? 100 : caught * 100 / all
      return name + String(repeating: " ", count: max(width, 8) - name.count)
        + String(repeating: " ", count: max(1, 12 - figures.count)) + figures
        + String(repeating: " ", count: percent < 100 ? 3 : 2) + "\(percent) %\(note)"
    }
    for exercise in exercises {
      lines.append(
        exercise.trouble != nil
          ? "\(exercise.id)   not tried"
          : row(
            exercise.id, exercise.caughtCount, exercise.mutantCount,
            exercise.isEnough ? "" : "  too few"))
    }
    lines.append(row("together", caughtCount, mutantCount, ""))
    return lines
  }
}
