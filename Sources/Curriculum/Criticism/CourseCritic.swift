/// Reads a course as an author's critic: what is wrong or could be better though it can be read.
///
/// Pure: what it needs of the course's files it asks for.
public struct CourseCritic {
  let course: Course
  /// The text of a file, by its path relative to the course folder; nil where it cannot be read.
  let read: (String) -> String?
  /// Whether there is a file or folder at a path relative to the course folder.
  let exists: (String) -> Bool
  /// The names of the files in a folder, by its path relative to the course folder.
  let list: (String) -> [String]
  /// Every name that the library makes public; nil where it is not known.
  let libraryNames: Set<String>?
  let glossary: Glossary

  /// Makes a critic.
  ///
  /// - Parameters:
  ///   - course: The course.
  ///   - read: The text of a file, by its path relative to the course folder.
  ///   - exists: Whether there is something at a path relative to the course folder.
  ///   - list: The names of the files in a folder, by its path relative to the course folder.
  ///   - libraryNames: Every name that the library makes public; nil where it is not known.
  public init(
    _ course: Course, read: @escaping (String) -> String? = { _ in nil },
    exists: @escaping (String) -> Bool = { _ in true },
    list: @escaping (String) -> [String] = { _ in [] }, libraryNames: Set<String>? = nil
  ) {
    self.course = course
    self.read = read
    self.exists = exists
    self.list = list
    self.libraryNames = libraryNames
    glossary = Glossary(course)
  }

  /// What is wrong with a lesson or could be better, in the order of its lines.
  public func findings(in lesson: Lesson) -> [CourseProblem] {
    let source = SourceText(file: lesson.file, text: read(lesson.file) ?? "")
    return
      (measurements(of: lesson) + links(of: lesson, source) + hints(of: lesson, source)
      + questions(of: lesson) + exercises(of: lesson, source) + minutes(of: lesson, source)
      + terms(of: lesson, source) + characters(of: lesson, source))
      .sorted { $0.position < $1.position }
  }

  private func measurements(of lesson: Lesson) -> [CourseProblem] {
    let code = lesson.allCode
    return zip(code, code.dropFirst()).compactMap { program, output in
      program.code.isMeasured && output.code.isOutput && output.code.machine == nil
        ? CourseProblem(.notMeasured, at: output.position) : nil
    }
  }

  /// A time that a learner cannot plan with.
  private func minutes(of lesson: Lesson, _ source: SourceText) -> [CourseProblem] {
    let estimate = lesson.estimatedMinutes
    let start = SourcePosition(file: lesson.file, line: 1)
    guard let minutes = lesson.minutes else {
      return [CourseProblem(.minutesMissing(estimate: estimate), at: start)]
    }
    // Of a few minutes a factor of two is nothing.
    guard abs(minutes - estimate) > 5, minutes > 2 * estimate || 2 * minutes < estimate
    else { return [] }
    return [
      CourseProblem(
        .minutesAreOff(minutes, estimate: estimate),
        at: source.place(of: "minutes:", from: start) ?? start)
    ]
  }
}
