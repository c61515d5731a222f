import ArgumentParser
import Workbook

/// `pare list`
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Units, exercises and how far you are with them.")

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() throws {
    let workbook = try course.workbook()
    let listing = try workbook.listing()
    if json { return try printJSON(listing) }
    try display.show(workbook.lines(of: listing, display.capabilities))
  }
}
