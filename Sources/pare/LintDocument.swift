import Curriculum
import Workbook

/// What the linter found, as the JSON document `pare.lint/2`.
struct LintDocument: Encodable {
  let schema = "pare.lint/2"
  let errors: Int
  let advice: Int
  let seconds: Double
  let spellingChecked: Bool
  let units: [Unit]
  let total: Unit
  let problems: [Problem]

  struct Unit: Encodable {
    let id: String?
    let title: String?
    let words, minutes, exercises, checks: Int
    let questions: [String: Int]
    let mistakesCaught, alternativesPassed, blocksRun, blocksMeasured: Int
    let programs, programsFromCache: Int

    init(_ unit: LintReport.Unit, isTotal: Bool = false) {
      id = isTotal ? nil : unit.id
      title = isTotal ? nil : unit.title
      words = unit.words
      minutes = unit.minutes
      exercises = unit.exercises
      checks = unit.checks
      questions = unit.questions
      mistakesCaught = unit.mistakesCaught
      alternativesPassed = unit.alternativesPassed
      blocksRun = unit.blocksRun
      blocksMeasured = unit.blocksMeasured
      programs = unit.programs
      programsFromCache = unit.programsFromCache
    }
  }

  struct Problem: Encodable {
    let file: String
    let line: Int
    let column: Int
    let severity: String
    let code: String
    let message: String
  }

  init(_ report: LintReport) {
    errors = report.errorCount
    advice = report.adviceCount
    seconds = (report.seconds * 1000).rounded() / 1000
    spellingChecked = report.isSpellingChecked
    units = report.units.map { Unit($0) }
    total = Unit(report.total, isTotal: true)
    problems = report.problems.map {
      Problem(
        file: $0.position.file, line: $0.position.line, column: $0.position.column,
        severity: $0.isAdvice ? "advice" : "error", code: $0.reason.code, message: $0.reason.text)
    }
  }
}
