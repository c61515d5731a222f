import ArgumentParser
import Foundation
import Terminal
import Workbook

/// `pare lint [PATH]`
struct Lint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "For authors: what is wrong with a course, and where.",
    discussion: """
      Reads the format, then compiles and runs everything that can be: starters must fail as \
      declared, solutions and alternatives must pass, mistakes must be caught and told, code in \
      the prose must print what the lesson says. What did so before, and has not changed, is not \
      run again.
      """)

  @Argument(
    help: """
      A course's folder, a lesson's file, or a Swift file of an exercise; this course when left out.
      """)
  var path: String?

  @Option(
    name: .long, help: ArgumentHelp("Look at this exercise alone.", valueName: "exercise"))
  var exercise: String?

  @Flag(name: .long, help: "Read only; compile and run nothing.")
  var fast = false

  @Flag(name: .long, help: "Run everything anew, also what passed before.")
  var noCache = false

  @Flag(
    name: .long,
    help: """
      Run the blocks that measure and nothing else, one after the other; write what they print, and \
      the machine, into the lessons.
      """)
  var measure = false

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var mutation: MutationArguments

  @OptionGroup var course: CourseOptions

  func validate() throws {
    if mutation.mutate, fast || measure {
      throw ValidationError("--mutate runs nothing but mutants. Leave out --fast and --measure.")
    }
    if measure, fast { throw ValidationError("--measure runs code, --fast does not. Use one.") }
    if measure, exercise != nil {
      throw ValidationError("--measure takes lessons, not exercises. Leave out --exercise.")
    }
  }

  func run() async throws {
    var course = course
    var file: String?
    if let path { (course.course, file) = try Workbook.lintTarget(path, course: course.course) }
    let workbook = try course.workbook()
    let selection = try workbook.selection(file: file, exercise: exercise)
    if measure {
      return try await LintMeasure(json: json).run(workbook, selection)
    }
    if mutation.mutate {
      return try await mutation.run(workbook, selection, usesCache: !noCache, json: json)
    }
    let line = LintProgressLine(isShown: !json)
    let report = try await interruptible {
      try await workbook.lint(
        Workbook.LintOptions(selection: selection, runsCode: !fast, usesCache: !noCache)
      ) { line.show($0) }
    }
    line.clear()
    if json {
      try printJSON(LintDocument(report))
    } else {
      for problem in report.problems { try say("\(problem)") }
      for text in workbook.lintSummary(of: report) { try say(text) }
    }
    if !report.isClean { throw ExitCode(ExitStatus.notPassed.rawValue) }
  }
}

/// Runs work that Ctrl-C cancels: the programs that it started end with it, and what it began to
/// write is removed.
func interruptible<Result: Sendable>(
  _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let interruption = Interruption()
  let task = Task { try await work() }
  let watch = Task {
    while !interruption.isRequested { try await Task.sleep(for: .milliseconds(30)) }
    task.cancel()
  }
  defer { watch.cancel() }
  do {
    return try await task.value
  } catch is CancellationError {
    throw ExitCode(130)
  }
}
