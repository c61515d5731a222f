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
  /// The code becomes the body of a function that one check calls; what may stand only in a file,
  /// imports and types, moves above it.
  func run(
    code: String, fileName: String, firstLine: Int, options: GradingOptions
  ) async throws -> CodeRun {
    let parts = Self.parts(of: code, fileName: fileName, firstLine: firstLine)
    let isAsynchronous = parts.body.contains { $0.contains(/\bawait\b/) }
    let source = """
      \(parts.file.joined(separator: "\n"))
      func runShownCode() \(isAsynchronous ? "async " : "")throws {
      #sourceLocation(file: "\(fileName)", line: \(firstLine))
      \(parts.body.joined(separator: "\n"))
      #sourceLocation()
      }
      """
    let position = SourcePosition(file: fileName, line: firstLine)
    let exercise = Exercise(
      id: "shown/code", title: "Code that the lesson shows",
      checks: [
        Check(
          title: "it runs to its end",
          code: isAsynchronous
            ? "let end: Void? = try waitFor(seconds: 9) { try await runShownCode() }\n"
              + "expect(end != nil, \"the code ran\")"
            : "try runShownCode()\nexpect(true, \"the code ran\")",
          firstLine: firstLine, position: position)
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

  /// The lines that belong to the file and those that belong to a function's body; a blank line
  /// stays where one was taken out, so that lines keep their numbers.
  private static func parts(
    of code: String, fileName: String, firstLine: Int
  ) -> (file: [String], body: [String]) {
    // An import may stand between `#if` and `#endif`.
    let begins = [
      "struct ", "enum ", "class ", "final class ", "actor ", "extension ", "protocol ", "#if ",
    ]
    var file: [String] = []
    var body: [String] = []
    var isInFile = false
    for (index, line) in code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let isFirst = begins.contains { line.hasPrefix($0) }
      if isFirst {
        file.append("#sourceLocation(file: \"\(fileName)\", line: \(firstLine + index))")
        isInFile = true
      }
      if isInFile || line.hasPrefix("import ") {
        file.append(String(line))
        body.append("")
      } else {
        body.append(String(line))
      }
      // The closing brace in the first column ends a type, as the formatter sets it.
      if isInFile,
        line.hasPrefix("}") || line.hasPrefix("#endif") || (isFirst && line.hasSuffix("}"))
      {
        file.append("#sourceLocation()")
        isInFile = false
      }
    }
    return (file, body)
  }
}
