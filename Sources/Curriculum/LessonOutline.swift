/// What lists, progress and reviews need of a lesson, without its text.
///
/// It is small and quick to read, so that a command that shows no text need not parse any.
public struct LessonOutline: Sendable, Equatable, Codable {
  /// The unit's id, such as `inference`.
  public var id: String
  /// The title that lists show.
  public var title: String
  /// The lessons that come before this one.
  public var requires: [String]
  /// How long it takes, in minutes, where the author says.
  public var minutes: Int?
  /// The file's path, relative to the course folder.
  public var file: String
  /// The number of the reader's steps.
  public var stepCount: Int
  /// The exercises in order.
  public var exercises: [ExerciseOutline]
  /// The questions in order, then the rows of the review plan.
  public var cards: [CardOutline]

  /// The number of questions.
  public var questionCount: Int { cards.count { $0.days == nil } }

  /// The outline of a lesson.
  public init(of lesson: Lesson) {
    id = lesson.id
    title = lesson.title
    requires = lesson.requires
    minutes = lesson.minutes
    file = lesson.file
    let steps = lesson.steps
    stepCount = steps.count
    var places: [String: Int] = [:]
    for (index, step) in steps.enumerated() {
      for case .exercise(let id) in step.map(\.kind) { places[id] = index }
    }
    exercises = lesson.exercises.map { exercise in
      ExerciseOutline(
        id: exercise.id, title: exercise.title, points: exercise.points,
        checkCount: exercise.checks.count, step: places[exercise.id])
    }
    cards =
      lesson.questions.map { question in
        CardOutline(
          id: question.id, revision: question.revision, answerRevision: question.answerRevision)
      }
      + lesson.reviewPlan.map { row in
        CardOutline(id: row.id, revision: fingerprint(row.prompt), days: row.days)
      }
  }
}

/// What lists and progress need of an exercise.
public struct ExerciseOutline: Sendable, Equatable, Codable {
  /// `unit/name`.
  public var id: String
  /// The title that lists show.
  public var title: String
  /// The points for passing every check.
  public var points: Int
  /// The number of checks.
  public var checkCount: Int
  /// The step of the reader in which it stands, from 0; nil where it stands inside of a list or a
  /// quotation.
  public var step: Int?
}

/// What the store of reviews needs of a card.
public struct CardOutline: Sendable, Equatable, Codable {
  /// The card's identity.
  public var id: String
  /// Changes when the text does.
  public var revision: String
  /// Changes when the right answer does; nil for a row of the review plan.
  public var answerRevision: String?
  /// The days of a row of the review plan; nil for a question.
  public var days: Int?
}
