import Curriculum
import Grading

/// What came of running code that a lesson shows.
struct CodeRun: Sendable {
  /// What it printed.
  var output: String
  /// Why it did not run to its end, in words; nil where it did.
  var failure: String?
}

extension Grader {
  /// Compiles and runs code that a lesson shows, behind the same walls as a learner's.
  ///
  /// The code becomes the body of a function that one check calls; imports move above it.
  func run(
    code: String, fileName: String, firstLine: Int, options: GradingOptions
  ) async throws -> CodeRun {
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    let imports = lines.filter { $0.hasPrefix("import ") }
    let body = lines.map { $0.hasPrefix("import ") ? "" : $0 }
    let source = """
      \(imports.joined(separator: "\n"))
      func runShownCode() throws {
      #sourceLocation(file: "\(fileName)", line: \(firstLine))
      \(body.joined(separator: "\n"))
      #sourceLocation()
      }
      """
    let position = SourcePosition(file: fileName, line: firstLine)
    let exercise = Exercise(
      id: "shown/code", title: "Code that the lesson shows",
      checks: [
        Check(
          title: "it runs to its end",
          code: "try runShownCode()\nexpect(true, \"the code ran\")", firstLine: firstLine,
          position: position)
      ], position: position)
    let verdict = try await grade(
      source: source, fileName: fileName, exercise: exercise, lessonFile: fileName,
      options: options)
    if verdict.hasPassed { return CodeRun(output: verdict.output) }
    let error = verdict.diagnostics.first { $0.severity == .error }
    let failure =
      error.map { "line \($0.line): \($0.message)" } ?? verdict.refusal
      ?? verdict.checks.first?.message ?? "it ended early"
    return CodeRun(output: verdict.output, failure: failure)
  }
}
