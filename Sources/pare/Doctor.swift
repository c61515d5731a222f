import ArgumentParser
import Workbook

/// `pare doctor`
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What is installed, what is missing, and the command that installs it.")

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() async throws {
    let workbook = try course.workbook()
    let diagnosis = await workbook.diagnose()
    if json {
      try printJSON(diagnosis)
    } else {
      try display.show(workbook.lines(of: diagnosis, display.capabilities))
    }
    if !diagnosis.isHealthy { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }
}
