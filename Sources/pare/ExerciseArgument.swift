import ArgumentParser
import Terminal
import Workbook

/// One exercise, or the one that the learner is on.
struct ExerciseArgument: ParsableArguments {
  @Argument(help: "The exercise; the one you are on when left out.")
  var exercise: String?

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  /// Shows what the workbook has to say about the exercise.
  func show(_ lines: (Workbook, String, Capabilities) throws -> [Line]) throws {
    let workbook = try course.workbook()
    let exercise = try exercise ?? workbook.currentExercise()
    try display.show(lines(workbook, exercise, display.capabilities))
  }
}
