/// A folder of lessons, exercises and solutions.
///
/// One bad lesson never hides the others: what could not be read is listed in `problems`. A
/// lesson's text is parsed when it is first asked for; its outline is there from the start.
public struct Course: Sendable {
  /// The course folder's absolute path.
  public var folder: String
  /// The course's id, such as `pare`.
  public var id: String
  /// The title that the reader shows.
  public var title: String
  /// The language of the source text, such as `en`.
  public var language: String
  /// The outlines of the lessons that could be read, in the order of the course.
  public let outlines: [LessonOutline]
  /// Everything that is wrong with the course, in the order of files and lines.
  public var problems: [CourseProblem]
  private let shelf: LessonShelf

  /// Makes a course of lessons that are there already.
  public init(
    folder: String, id: String, title: String, language: String, lessons: [Lesson],
    problems: [CourseProblem]
  ) {
    self.init(
      folder: folder, id: id, title: title, language: language,
      outlines: lessons.map(LessonOutline.init), shelf: LessonShelf(lessons.map { .read($0) }),
      problems: problems)
  }

  /// Makes a course; outlines and shelf are in the same order.
  init(
    folder: String, id: String, title: String, language: String, outlines: [LessonOutline],
    shelf: LessonShelf, problems: [CourseProblem]
  ) {
    self.folder = folder
    self.id = id
    self.title = title
    self.language = language
    self.outlines = outlines
    self.shelf = shelf
    self.problems = problems
  }

  /// All lessons, parsed, in the order of the course.
  public var lessons: [Lesson] { shelf.lessons }

  /// All exercises, in the order of the course.
  public var exercises: [Exercise] { lessons.flatMap(\.exercises) }

  /// The ids of all exercises, in the order of the course.
  public var exerciseIDs: [String] { outlines.flatMap { $0.exercises.map(\.id) } }

  /// The lesson with this id, if there is one.
  public func lesson(_ id: String) -> Lesson? {
    outlines.firstIndex { $0.id == id }.flatMap(shelf.lesson)
  }

  /// The outline of the lesson with this id, if there is one.
  public func outline(_ id: String) -> LessonOutline? { outlines.first { $0.id == id } }

  /// The exercise with this id, if there is one.
  public func exercise(_ id: String) -> Exercise? {
    outlines.firstIndex { $0.exercises.contains { $0.id == id } }.flatMap(shelf.lesson)?
      .exercises.first { $0.id == id }
  }
}
