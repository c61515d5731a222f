/// A lesson, read whole: its text, exercises, questions and review plan.
public struct Lesson: Sendable, Equatable {
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
  /// The text in order.
  public var blocks: [Block]
  /// The exercises in order.
  public var exercises: [Exercise]
  /// The questions in order.
  public var questions: [Question]
  /// The rows of the spaced review plan.
  public var reviewPlan: [ReviewPrompt]

  /// Makes a lesson.
  public init(
    id: String, title: String, requires: [String] = [], minutes: Int? = nil, file: String,
    blocks: [Block] = [], exercises: [Exercise] = [], questions: [Question] = [],
    reviewPlan: [ReviewPrompt] = []
  ) {
    self.id = id
    self.title = title
    self.requires = requires
    self.minutes = minutes
    self.file = file
    self.blocks = blocks
    self.exercises = exercises
    self.questions = questions
    self.reviewPlan = reviewPlan
  }

  /// The reader's steps: the text cut before each heading and at each pause, empty stretches left
  /// out.
  ///
  /// A heading stays with what follows it, be it another heading or a pause, so that no step is a
  /// lone title; headings at the lesson's end stay with the step before them.
  public var steps: [[Block]] {
    var steps: [[Block]] = []
    var current: [Block] = []
    var hasContent = false
    func cut() {
      if hasContent {
        steps.append(current)
        current = []
      }
      hasContent = false
    }
    for block in blocks {
      switch block.kind {
      case .pause: cut()
      case .heading:
        cut()
        current.append(block)
      default:
        current.append(block)
        hasContent = true
      }
    }
    if hasContent || steps.isEmpty {
      if !current.isEmpty { steps.append(current) }
    } else {
      steps[steps.count - 1] += current
    }
    return steps
  }
}
