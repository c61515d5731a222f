public import Curriculum

/// What the placeholders of a lesson's text show: its exercises and the commands to type.
public struct Cards: Sendable, Equatable {
  /// How far the learner is with an exercise.
  public enum Status: Sendable, Equatable {
    case open
    case passed
  }

  /// What one exercise's card shows.
  public struct Exercise: Sendable, Equatable {
    /// The exercise's id.
    public var id: String
    /// Its title.
    public var title: String
    /// The points for passing every check.
    public var points: Int
    /// The file to edit, as the learner would type it.
    public var file: String
    /// Whether it was passed.
    public var status: Status

    /// Makes a card.
    public init(
      id: String, title: String, points: Int, file: String, status: Status = .open
    ) {
      self.id = id
      self.title = title
      self.points = points
      self.file = file
      self.status = status
    }
  }

  /// The lesson's id, for the quiz's command; nil leaves the command without it.
  public var lesson: String?
  /// The exercises by id.
  public var exercises: [String: Exercise]

  /// Makes cards by hand.
  public init(lesson: String? = nil, exercises: [String: Exercise] = [:]) {
    self.lesson = lesson
    self.exercises = exercises
  }

  /// The cards of a lesson's exercises.
  ///
  /// - Parameters:
  ///   - lesson: the lesson.
  ///   - passed: the ids of the exercises that the learner has passed.
  ///   - file: the path to show for an exercise; its starter's where nothing is given.
  public init(
    lesson: Lesson, passed: Set<String> = [],
    file: (Curriculum.Exercise) -> String = { $0.starterPath }
  ) {
    self.lesson = lesson.id
    exercises = [:]
    for exercise in lesson.exercises {
      exercises[exercise.id] = Exercise(
        id: exercise.id, title: exercise.title, points: exercise.points, file: file(exercise),
        status: passed.contains(exercise.id) ? .passed : .open)
    }
  }
}
