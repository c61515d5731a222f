/// A folder of lessons, exercises and solutions, read whole.
///
/// One bad lesson never hides the others: what could not be read is listed in `problems`.
public struct Course: Sendable {
  /// The course folder's absolute path.
  public var folder: String
  /// The course's id, such as `pare`.
  public var id: String
  /// The title that the reader shows.
  public var title: String
  /// The language of the source text, such as `en`.
  public var language: String
  /// The lessons that could be read, in the order of the course.
  public var lessons: [Lesson]
  /// Everything that is wrong with the course, in the order of files and lines.
  public var problems: [CourseProblem]

  /// Makes a course.
  public init(
    folder: String, id: String, title: String, language: String, lessons: [Lesson],
    problems: [CourseProblem]
  ) {
    self.folder = folder
    self.id = id
    self.title = title
    self.language = language
    self.lessons = lessons
    self.problems = problems
  }

  /// All exercises, in the order of the course.
  public var exercises: [Exercise] { lessons.flatMap(\.exercises) }

  /// The lesson with this id, if there is one.
  public func lesson(_ id: String) -> Lesson? { lessons.first { $0.id == id } }

  /// The exercise with this id, if there is one.
  public func exercise(_ id: String) -> Exercise? {
    exercises.first { $0.id == id }
  }
}
