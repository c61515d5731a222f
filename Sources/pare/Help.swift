import ArgumentParser
import Workbook

/// `pare hint [EXERCISE]`
struct Hint: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "The next hint, one at a time.")

  @OptionGroup var which: ExerciseArgument

  func run() throws {
    try which.show { try $0.hint($1, $2) }
  }
}

/// `pare solution [EXERCISE]`
struct Solution: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The reference solution beside yours, once you passed or asked twice.")

  @OptionGroup var which: ExerciseArgument

  func run() throws {
    try which.show { try $0.solution($1, $2) }
  }
}

/// `pare reset EXERCISE`
struct Reset: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Back to the starter; your file is kept as a backup.")

  @Argument(help: "The exercise.")
  var exercise: String

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() throws {
    try display.show(course.workbook().reset(exercise, display.capabilities))
  }
}
