/// A question of a lesson; the same question is asked again by spaced repetition.
public struct Question: Sendable, Equatable {
  /// The card's identity; the text may change without losing its history.
  public var id: String
  /// How it is asked and what counts as right.
  public var kind: Kind
  /// The question, in Markdown.
  public var prompt: String
  /// Why the answer is right, in Markdown; shown after every answer.
  public var why: String
  /// The heading of the section that teaches it, where the author names one (`see:`).
  public var see: String?
  /// Where it is written.
  public var position: SourcePosition

  /// Makes a question.
  public init(
    id: String, kind: Kind, prompt: String, why: String, see: String? = nil,
    position: SourcePosition
  ) {
    self.id = id
    self.kind = kind
    self.prompt = prompt
    self.why = why
    self.see = see
    self.position = position
  }

  /// The kinds of question.
  public enum Kind: Sendable, Equatable {
    /// One of several; `answer` is an index from 0.
    case choice([String], answer: Int)
    /// Several of several; indices from 0.
    case multi([String], answers: [Int])
    /// A typed word or phrase, any of the accepted ones.
    case text(accepted: [String])
    /// A number within `tolerance` (absolute) of `answer`; `unit` is shown, and may be typed.
    case numeric(answer: Double, tolerance: Double, unit: String?)
    /// Items to be put in the order in which they are listed here.
    case order([String])
    /// A text with gaps: `pieces` has one more element than `gaps`; each gap lists what it accepts.
    case cloze(pieces: [String], gaps: [[String]])
    /// Code whose output is to be predicted; `output` is what it prints.
    case predict(code: String, output: String)
    /// Free recall: the learner compares with the model answer and grades themselves.
    case recall(answer: String)

    /// The word that an author writes for the kind.
    public var name: String {
      switch self {
      case .choice: "choice"
      case .multi: "multi"
      case .text: "text"
      case .numeric: "numeric"
      case .order: "order"
      case .cloze: "cloze"
      case .predict: "predict"
      case .recall: "recall"
      }
    }
  }
}

/// One row of a lesson's spaced review plan: a recall card that is due some days after the
/// lesson was finished.
public struct ReviewPrompt: Sendable, Equatable {
  /// The card's identity: lesson and days, such as `inference/plan-7`.
  public var id: String
  /// Days after the lesson was finished.
  public var days: Int
  /// What to recall, in Markdown.
  public var prompt: String
  /// Where the row stands.
  public var position: SourcePosition

  /// Makes a row of the plan.
  public init(id: String, days: Int, prompt: String, position: SourcePosition) {
    self.id = id
    self.days = days
    self.prompt = prompt
    self.position = position
  }
}
