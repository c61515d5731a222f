import ArgumentParser
import Curriculum
import Foundation
import Workbook

/// `pare lint [PATH]`
struct Lint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "For authors: what is wrong with a course, and where.",
    discussion: """
      Reads the format, then compiles and runs everything that can be: starters must fail as \
      declared, solutions and alternatives must pass, mistakes must be caught and told, code in \
      the prose must print what the lesson says.
      """)

  @Argument(help: "A course's folder, or a lesson's file; this course when left out.")
  var path: String?

  @Flag(name: .long, help: "Read the format only; compile and run nothing.")
  var formatOnly = false

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions

  func run() async throws {
    var course = course
    var files: [String] = []
    if let path {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw WorkbookError.noFile(path)
      }
      if isFolder.boolValue {
        course.course = path
      } else {
        files = ["Lessons/" + URL(filePath: path).lastPathComponent]
        let folder = URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent()
        if course.course == nil,
          FileManager.default.fileExists(atPath: folder.path + "/Lessons/course.yaml")
        {
          course.course = folder.path
        }
      }
    }
    let showsProgress = !json && isatty(STDERR_FILENO) == 1
    let report = try await course.workbook().lint(files: files, runsCode: !formatOnly) {
      done, all in
      guard showsProgress else { return }
      complain("\r\(done) of \(all) programs ")
    }
    if showsProgress { complain("\r\u{1B}[K") }
    if json {
      try printJSON(Document(report))
    } else {
      for problem in report.problems { try say("\(problem)") }
      let errors = report.problems.filter { !$0.isAdvice }.count
      try say(
        "\(Workbook.count(report.lessonCount, "lesson")), \(Workbook.count(report.exerciseCount, "exercise")), "
          + "\(Workbook.count(report.questionCount, "question")), "
          + "\(Workbook.count(report.programCount, "program")) run: "
          + (errors == 0 ? "no errors." : "\(Workbook.count(errors, "error"))."))
    }
    if !report.isClean { throw ExitCode(ExitStatus.notPassed.rawValue) }
  }

  private struct Document: Encodable {
    let schema = "pare.lint/1"
    let lessons: Int
    let exercises: Int
    let questions: Int
    let programs: Int
    let problems: [Problem]

    struct Problem: Encodable {
      let file: String
      let line: Int
      let column: Int
      let severity: String
      let message: String
    }

    init(_ report: LintReport) {
      lessons = report.lessonCount
      exercises = report.exerciseCount
      questions = report.questionCount
      programs = report.programCount
      problems = report.problems.map {
        Problem(
          file: $0.position.file, line: $0.position.line, column: $0.position.column,
          severity: $0.isAdvice ? "advice" : "error", message: "\($0.reason)")
      }
    }
  }
}
