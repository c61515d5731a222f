import ArgumentParser
import Foundation
import Terminal
import Workbook

/// How questions are asked.
struct AskingArguments: ParsableArguments {
  @Flag(name: .long, help: "Ask for nothing.")
  var noInput = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  /// Whether a person sits at the keyboard.
  var isInteractive: Bool { !noInput && isatty(STDIN_FILENO) == 1 }

  func asker() -> Asker {
    let keys = isInteractive && !display.plain && !display.accessible
    return Asker(
      console: TerminalConsole(input: noInput ? .none : .standard, readsKeys: keys),
      capabilities: display.capabilities, offersUndo: true)
  }
}

/// `pare quiz [LESSON]`
struct Quiz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The lesson's questions, now. Each answer is kept at once.",
    discussion:
      "From a pipe each question takes one line, whatever is on it; the end of input stops.")

  @Argument(help: "The lesson, such as inference; the one you read last when left out.")
  var lesson: String?

  @OptionGroup var asking: AskingArguments

  func run() throws {
    let workbook = try asking.course.workbook()
    let lesson =
      try lesson.map { try workbook.lesson($0) }
      ?? workbook.currentLesson(workbook.progress())
    _ = try workbook.quiz(lesson, asker: asking.asker(), isInteractive: asking.isInteractive)
  }
}

/// `pare review`
struct Review: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The questions that are due; stop at any time, nothing is lost.")

  @Flag(name: .long, help: "List what is due as JSON, and ask nothing.")
  var json = false

  @OptionGroup var asking: AskingArguments

  func run() throws {
    let workbook = try asking.course.workbook()
    if json { return try printJSON(workbook.dueListing()) }
    _ = try workbook.review(asker: asking.asker(), isInteractive: asking.isInteractive)
  }
}
