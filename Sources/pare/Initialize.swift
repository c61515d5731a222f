import ArgumentParser
import Foundation
import Terminal
import Workbook

/// `pare init [DIR]`
struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make your workspace: a file for each exercise. Nothing is overwritten, ever.")

  @Argument(help: "The workspace's folder; the present one, else ~/pare-solutions, when left out.")
  var directory: String?

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() throws {
    try display.show(course.workbook().createWorkspace(at: directory, display.capabilities))
  }
}
