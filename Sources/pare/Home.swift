import ArgumentParser
import Workbook

/// `pare` alone.
struct Home: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "home", abstract: "Show where you are and what to type next.",
    shouldDisplay: false)

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() throws {
    let workbook = try course.workbook()
    let home = try workbook.home()
    if json { return try printJSON(home) }
    try display.show(workbook.lines(of: home, display.capabilities))
  }
}
