import Curriculum
import Grading

/// What came of running code that a lesson shows.
struct CodeRun: Sendable {
  /// What it printed.
  var output: String
  /// Why it did not run to its end, in words; nil where it did.
  var failure: String?
  /// Whether it was compiled: what was not will not be another time.
  var isCompiled = true
  /// How long it ran.
  var time = 0.0

  /// The wall time of a block that prints.
  static let seconds = 10.0
  /// The wall time of a block that measures.
  static let measuringSeconds = 60.0
}

/// Code that a lesson shows, as an exercise of one check that calls it.
struct ShownCode: Sendable {
  var source: String
  var exercise: Exercise
}

extension ShownCode {
  /// Makes the code the body of a function that one check calls; what may stand only in a file,
  /// imports and types, moves above it.
  init(_ code: String, fileName: String, firstLine: Int, seconds: Double) {
    let parts = Self.parts(of: code, fileName: fileName, firstLine: firstLine)
    let isAsynchronous = parts.body.contains { $0.contains(/\bawait\b/) }
    source = """
      \(parts.file.joined(separator: "\n"))
      func runShownCode() \(isAsynchronous ? "async " : "")throws {
      #sourceLocation(file: "\(fileName)", line: \(firstLine))
      \(parts.body.joined(separator: "\n"))
      #sourceLocation()
      }
      """
    let position = SourcePosition(file: fileName, line: firstLine)
    exercise = Exercise(
      id: "shown/code", title: "Code that the lesson shows", limits: Limits(seconds: seconds),
      checks: [
        Check(
          title: "it runs to its end",
          code: isAsynchronous
            ? "let end: Void? = try waitFor(seconds: \(max(1, seconds - 1))) {\n"
              + "try await runShownCode()\n}\nexpect(end != nil, \"the code ran\")"
            : "try runShownCode()\nexpect(true, \"the code ran\")",
          firstLine: firstLine, position: position)
      ], position: position)
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

extension Grader {
  /// Compiles and runs code that a lesson shows, behind the same walls as a learner's.
  func run(_ shown: ShownCode, fileName: String, options: GradingOptions) async throws -> CodeRun {
    let verdict = try await grade(
      source: shown.source, fileName: fileName, exercise: shown.exercise, lessonFile: fileName,
      options: options)
    var run = CodeRun(
      output: verdict.output, isCompiled: verdict.isCompiled,
      time: verdict.timings.start + verdict.timings.run)
    guard !verdict.hasPassed else { return run }
    let error = verdict.diagnostics.first { $0.severity == .error }
    run.failure =
      error.map { "line \($0.line): \($0.message)" } ?? verdict.refusal
      ?? verdict.checks.first?.message ?? "it ended early"
    return run
  }
}

extension Verdict {
  /// Whether there was a program to run.
  var isCompiled: Bool { outcome != .compileError && outcome != .refused }
}
