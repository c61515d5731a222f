import Curriculum
import Foundation

extension Workbook {
  /// What the linter looked at and found, in lines of text: a table where there are several units,
  /// the sums, the verdict.
  public func lintSummary(of report: LintReport) -> [String] {
    let total = report.total
    var lines: [String] = []
    if report.units.count > 1 { lines += table(of: report) }
    var counts = [Self.count(report.units.count, "unit")]
    if total.words > 0 {
      counts.append("\(total.words) words")
      counts.append("\(total.minutes) minutes")
    }
    counts += [Self.count(total.exercises, "exercise"), Self.count(total.checks, "check")]
    lines.append(counts.joined(separator: ", "))
    if total.questionCount > 0 {
      let kinds = total.questions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      lines.append(
        "\(Self.count(total.questionCount, "question")): "
          + kinds.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
    }
    if total.programs > 0 {
      lines.append(
        "\(Self.count(total.mistakesCaught, "mistake")) caught, "
          + "\(Self.count(total.alternativesPassed, "alternative")) passed, "
          + "\(Self.count(total.blocksRun, "code block")) run, \(total.blocksMeasured) measured")
      lines.append(
        "\(Self.count(total.programs, "program")): "
          + "\(total.programs - total.programsFromCache) run, "
          + "\(total.programsFromCache) unchanged since they passed")
    }
    if !report.isSpellingChecked {
      lines.append(
        "spelling not checked: install hunspell or aspell with a dictionary for "
          + "\"\(course.language)\"")
    }
    let errors = report.errorCount == 0 ? "no errors" : Self.count(report.errorCount, "error")
    let advice =
      report.adviceCount == 0
      ? "no advice" : Self.count(report.adviceCount, "line") + " of advice"
    lines.append("\(errors), \(advice), \(Self.time(report.seconds))")
    return lines
  }

  /// One line for each unit, numbers below their names.
  private func table(of report: LintReport) -> [String] {
    let ran = report.total.programs > 0
    let names =
      ["unit", "words", "min", "exercises", "checks", "quiz"]
      + (ran ? ["mistakes", "altern.", "run", "timed"] : [])
    let rows = report.units.map { unit in
      [unit.id]
        + ([unit.words, unit.minutes, unit.exercises, unit.checks, unit.questionCount]
        + (ran
          ? [unit.mistakesCaught, unit.alternativesPassed, unit.blocksRun, unit.blocksMeasured]
          : []))
        .map { "\($0)" }
    }
    let widths = names.indices.map { column in
      ([names] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([names] + rows).map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
  }

  private static func time(_ seconds: Double) -> String {
    seconds < 100
      ? String(format: "%.1f s", seconds)
      : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  }
}
