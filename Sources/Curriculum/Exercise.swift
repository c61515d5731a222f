/// A programming task of a lesson: what the learner writes, and how it is judged.
public struct Exercise: Sendable, Equatable {
  /// `unit/name`, the mirrored path in `Exercises/` and `Solutions/`.
  public var id: String
  /// The title that lists show.
  public var title: String
  /// The points for passing every check.
  public var points: Int
  /// What a run may use.
  public var limits: Limits
  /// Hints in Markdown, the vaguest first.
  public var hints: [String]
  /// The titles of exactly the checks that the starter fails.
  public var starterFails: [String]
  /// Names of the library that a solution must not use.
  public var forbids: [String]
  /// Wrong solutions that the checks must reject.
  public var mistakes: [Mistake]
  /// The checks, in the lesson's order.
  public var checks: [Check]
  /// The ids of the questions that belong to this exercise; failing it brings them up sooner.
  public var questions: [String]
  /// Where the exercise block begins.
  public var position: SourcePosition

  /// The path of the starter, relative to the course folder.
  public var starterPath: String { "Exercises/\(id).swift" }
  /// The path of the reference solution, relative to the course folder.
  public var solutionPath: String { "Solutions/\(id).swift" }
  /// The folder of declared mistakes, relative to the course folder.
  public var mistakesFolder: String { "Solutions/\(id).mistakes" }
  /// The folder of other right solutions, relative to the course folder.
  public var alternativesFolder: String { "Solutions/\(id).alternatives" }

  /// Makes an exercise.
  public init(
    id: String, title: String, points: Int = 1, limits: Limits = Limits(), hints: [String] = [],
    starterFails: [String] = [], forbids: [String] = [], mistakes: [Mistake] = [],
    checks: [Check] = [], questions: [String] = [], position: SourcePosition
  ) {
    self.id = id
    self.title = title
    self.points = points
    self.limits = limits
    self.hints = hints
    self.starterFails = starterFails
    self.forbids = forbids
    self.mistakes = mistakes
    self.checks = checks
    self.questions = questions
    self.position = position
  }
}

/// What one run of a solution may use.
public struct Limits: Sendable, Equatable {
  /// Wall time of the whole run, in seconds.
  public var seconds: Double
  /// Memory, in bytes.
  public var memory: Int

  /// Makes limits; 10 seconds and 1 GiB where nothing is said.
  public init(seconds: Double = 10, memory: Int = 1 << 30) {
    self.seconds = seconds
    self.memory = memory
  }
}

/// One sentence about a solution that holds or does not, with the code that finds out.
public struct Check: Sendable, Equatable {
  /// The sentence; the check's identity within its exercise.
  public var title: String
  /// The body: Swift statements that call `expect…`.
  public var code: String
  /// The line of the lesson in which the code's first line stands.
  public var firstLine: Int
  /// The share of the exercise's points, relative to the other checks.
  public var points: Int
  /// The title of the check that must pass before this one is run.
  public var after: String?
  /// Whether title and values are shown to instructors only.
  public var isHidden: Bool
  /// Where the fence begins.
  public var position: SourcePosition

  /// Makes a check.
  public init(
    title: String, code: String, firstLine: Int, points: Int = 1, after: String? = nil,
    isHidden: Bool = false, position: SourcePosition
  ) {
    self.title = title
    self.code = code
    self.firstLine = firstLine
    self.points = points
    self.after = after
    self.isHidden = isHidden
    self.position = position
  }
}

/// A typical wrong solution, declared so that the checks are proven to reject it and a learner
/// who makes it reads what it is.
public struct Mistake: Sendable, Equatable {
  /// The file's name in the exercise's folder of mistakes.
  public var file: String
  /// The titles of exactly the checks that it fails.
  public var fails: [String]
  /// The first reported value, where it tells this mistake from another that fails the same checks.
  public var got: String?
  /// What a learner who makes the mistake reads, in Markdown.
  public var tells: String
  /// Where it is declared.
  public var position: SourcePosition

  /// Makes a declared mistake.
  public init(
    file: String, fails: [String], got: String? = nil, tells: String, position: SourcePosition
  ) {
    self.file = file
    self.fails = fails
    self.got = got
    self.tells = tells
    self.position = position
  }
}
