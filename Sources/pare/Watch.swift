import ArgumentParser
import Workbook

/// `pare watch [EXERCISE]`
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check again at every save, within a second.",
    discussion: """
      Keys: h hint, n next exercise, l list, r run again, o open in your editor, q quit.
      """)

  @Argument(help: "The exercise; the one you are on when left out.")
  var exercise: String?

  @Flag(name: .long, help: "Read no keys.")
  var noInput = false

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() async throws {
    let workbook = try course.workbook()
    let exercise = try exercise ?? workbook.currentExercise()
    try await workbook.watch(
      exercise, capabilities: display.capabilities, input: !noInput && !display.plain)
  }
}
