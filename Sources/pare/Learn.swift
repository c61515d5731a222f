import ArgumentParser
import Terminal
import Workbook

/// `pare learn [LESSON]`
struct Learn: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read a lesson step by step; it opens where you left it.",
    discussion: "Without a terminal, or with --plain, the whole lesson is printed.")

  @Argument(help: "The lesson, such as inference; the one you read last when left out.")
  var lesson: String?

  @Flag(name: .long, help: "Ask for nothing: print the whole lesson.")
  var noInput = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() async throws {
    try await course.workbook().learn(
      lesson, capabilities: display.capabilities, input: !noInput && !display.plain)
  }
}
