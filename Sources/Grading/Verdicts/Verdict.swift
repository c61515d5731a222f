/// What a solution is worth, and why: the one value that every report is a rendering of.
public struct Verdict: Sendable, Codable, Equatable {
  /// How the grading came out as a whole.
  public enum Outcome: String, Sendable, Codable {
    /// Every check passed.
    case passed
    /// At least one check failed or could not be run.
    case failed
    /// Nothing failed, but noise kept at least one check from being decided.
    case undecided
    /// The file, or the checks against it, did not compile.
    case compileError
    /// The file compiles, and does what no solution may do; ``Verdict/refusal`` says what.
    case refused
  }

  /// The exercise's id.
  public var exercise: String
  /// The exercise's title.
  public var title: String
  /// How it came out.
  public var outcome: Outcome
  /// One result for each check, in the lesson's order.
  public var checks: [CheckResult]
  /// What the compiler said, the first error first.
  public var diagnostics: [Diagnostic]
  /// Why the file was refused, with what to do.
  public var refusal: String?
  /// What the program printed, control characters made visible.
  public var output: String
  /// Whether more was printed than ``output`` holds.
  public var isOutputCut: Bool
  /// The declared mistake that the run matches.
  public var mistake: MatchedMistake?
  /// The points that were earned.
  public var points: Double
  /// The points that could be earned.
  public var maxPoints: Double
  /// Where the time went.
  public var timings: Timings
  /// The walls that stood around the run, such as `bubblewrap` and `seccomp`; empty where the
  /// program never ran.
  public var sandbox: [String]

  /// Whether every check passed.
  public var hasPassed: Bool { outcome == .passed }
}

/// A declared mistake that a run matches.
public struct MatchedMistake: Sendable, Codable, Equatable {
  /// The declared wrong solution's file name.
  public var file: String
  /// What the learner reads, in Markdown.
  public var tells: String

  /// Makes a matched mistake.
  public init(file: String, tells: String) {
    self.file = file
    self.tells = tells
  }
}

/// Where the time between a save and its feedback went, in seconds.
public struct Timings: Sendable, Codable, Equatable {
  /// Compiling the solution and the checks.
  public var compile = 0.0
  /// Linking the program.
  public var link = 0.0
  /// Starting the program inside its sandbox, until the first check could begin.
  public var start = 0.0
  /// Running the checks.
  public var run = 0.0
  /// Finding the line of a crash.
  public var locate = 0.0
  /// Everything together.
  public var total = 0.0
  /// Whether the whole program came from the cache.
  public var reusedProgram = false
  /// Whether the compiled checks came from the cache.
  public var reusedChecks = false

  /// Makes timings of zero.
  public init() {}
}
