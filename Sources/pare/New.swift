import ArgumentParser
import Terminal
import Workbook

/// `pare new`
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "For authors: the skeleton of a course, a lesson or an exercise.",
    discussion: "Nothing is overwritten, ever. How to go on: pare guide first-course",
    subcommands: [NewCourse.self, NewLesson.self, NewExercise.self])
}

/// What the three have in common.
struct NewArguments: ParsableArguments {
  @Option(name: .long, help: "The title; the id in words when left out.")
  var title: String?

  @Flag(name: .long, help: "One JSON document for a program to read.")
  var json = false

  @OptionGroup var display: DisplayArguments

  func show(_ files: NewFiles) throws {
    if json { return try printJSON(files) }
    try display.show(Workbook.lines(of: files, display.capabilities))
  }
}

/// `pare new course DIR`
struct NewCourse: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "course", abstract: "A folder for lessons, exercises and solutions.")

  @Argument(help: "The folder; its name becomes the course's id.")
  var directory: String

  @OptionGroup var new: NewArguments

  func run() throws {
    try new.show(Workbook.newCourse(at: directory, title: new.title))
  }
}

/// `pare new lesson ID`
struct NewLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "A lesson with its nine sections, the course's next unit.")

  @Argument(help: "The lesson's id, such as rounding.")
  var id: String

  @OptionGroup var new: NewArguments
  @OptionGroup var course: CourseOptions

  func run() throws {
    try new.show(course.workbook().newLesson(id, title: new.title))
  }
}

/// `pare new exercise LESSON/ID`
struct NewExercise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exercise",
    abstract: "An exercise with all its files, and a step for it in the lesson.")

  @Argument(help: "The exercise's id, such as rounding/half-up.")
  var id: String

  @OptionGroup var new: NewArguments
  @OptionGroup var course: CourseOptions

  func run() throws {
    try new.show(course.workbook().newExercise(id, title: new.title))
  }
}
