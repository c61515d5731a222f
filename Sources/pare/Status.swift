import ArgumentParser
import Foundation
import Workbook

/// `pare status --short`
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How many questions are due; for a shell prompt.",
    discussion: "Ends with 0 when something is due, with 1 when nothing is. Writes nothing.")

  @Flag(name: .long, help: "The number alone, and nothing where it is 0.")
  var short = false

  @OptionGroup var course: CourseOptions

  func run() throws {
    let due = try Workbook.dueCount(
      course: course.course, environment: ProcessInfo.processInfo.environment,
      executable: Executable.path)
    if short {
      if due > 0 { try say("\(due)") }
    } else {
      try say(due == 1 ? "1 question is due." : "\(due) questions are due.")
    }
    if due == 0 { throw ExitCode(ExitStatus.notPassed.rawValue) }
  }
}
