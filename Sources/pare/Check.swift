import ArgumentParser
import Foundation
import Grading
import Terminal
import Workbook

/// Which solutions `check` and `submit` take.
struct SolutionArguments: ParsableArguments {
  @Argument(help: "Exercises, such as inference/dense-forward; the one you are on when left out.")
  var exercises: [String] = []

  @Flag(name: .long, help: "All exercises of the workspace.")
  var all = false

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func validate() throws {
    if all, !exercises.isEmpty {
      throw ValidationError("Name exercises or use --all, not both.")
    }
  }

  /// The solutions that are meant; deleted files are reported with `--all` and do not stop it.
  func solutions(_ workbook: Workbook) throws -> [SolutionFile] {
    if all {
      let (found, missing) = try workbook.allSolutions()
      for exercise in missing {
        let error = WorkbookError.noSolutionFile(
          path: workbook.shownPath(of: exercise), exercise: exercise)
        complain("pare: \(error)\n")
      }
      return found
    }
    if exercises.isEmpty {
      return [try workbook.solution(of: workbook.currentExercise())]
    }
    return try exercises.map { try workbook.solution(of: $0) }
  }

  /// Grades and shows solutions one after another; throws the status where one did not pass.
  func grade(_ solutions: [SolutionFile], _ workbook: Workbook, submitted: Bool) async throws {
    let grader = try workbook.grader()
    var verdicts: [Verdict] = []
    var kept = 0
    for solution in solutions {
      let verdict = try await workbook.grade(solution, with: grader)
      verdicts.append(verdict)
      if !json {
        try display.show(
          solutions.count == 1
            ? workbook.lines(of: verdict, solution, display.capabilities)
            : workbook.summary(of: verdict, display.capabilities))
      }
      if solution.isOwn, try workbook.keep(verdict, of: solution, submitted: submitted) {
        kept += 1
      }
    }
    if json {
      try say(workbook.document(of: verdicts, isList: all || exercises.count > 1))
    } else if submitted {
      try display.show(workbook.submittedLines(kept, display.capabilities))
    }
    let allPassed = verdicts.allSatisfy(\.hasPassed)
    if !allPassed { throw ExitCode(ExitStatus.notPassed.rawValue) }
  }
}

/// `pare check [EXERCISE…]`
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compile and check your solution: what was given, expected, and what came back.")

  @Option(
    name: .long,
    help: ArgumentHelp("Check this file instead; - reads standard input.", valueName: "path"))
  var file: String?

  @OptionGroup var arguments: SolutionArguments

  func validate() throws {
    if file != nil, arguments.exercises.count != 1 {
      throw ValidationError("--file needs exactly one exercise.")
    }
  }

  func run() async throws {
    let workbook = try arguments.course.workbook()
    let solutions =
      try file.map { [try workbook.solution(of: arguments.exercises[0], file: $0)] }
      ?? arguments.solutions(workbook)
    try await arguments.grade(solutions, workbook, submitted: false)
  }
}

/// `pare submit [EXERCISE…]`
struct Submit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Grade your solution and keep the attempt in your history; the best one counts.")

  @OptionGroup var arguments: SolutionArguments

  func run() async throws {
    let workbook = try arguments.course.workbook()
    try await arguments.grade(arguments.solutions(workbook), workbook, submitted: true)
  }
}
