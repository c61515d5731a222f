public import Curriculum

/// What the linter found, and how much it looked at.
public struct LintReport: Sendable {
  /// Everything that is wrong, in the order of files and lines.
  public var problems: [CourseProblem]
  /// What each lesson holds, in the course's order.
  public var units: [Unit] = []
  /// Whether a spelling checker with a dictionary of the course's language was found.
  public var isSpellingChecked = true
  /// How long it all took, in seconds.
  public var seconds = 0.0

  /// What one lesson holds, and what of it was proven by running it.
  public struct Unit: Sendable, Equatable {
    /// The lesson's id.
    public var id: String
    /// The lesson's title.
    public var title: String
    /// The words of its prose.
    public var words = 0
    /// The minutes that the author says it takes; 0 where nothing is said.
    public var minutes = 0
    /// Its exercises.
    public var exercises = 0
    /// Their checks.
    public var checks = 0
    /// How many questions of each kind it has.
    public var questions: [String: Int] = [:]
    /// Declared mistakes that the checks caught and told.
    public var mistakesCaught = 0
    /// Other right solutions that passed.
    public var alternativesPassed = 0
    /// Blocks of code whose output was what the lesson says.
    public var blocksRun = 0
    /// Blocks of code that measure, with the output that the lesson shows but for its figures.
    public var blocksMeasured = 0
    /// The programs that were tried: starters, solutions, mistakes, the prose's code.
    public var programs = 0
    /// Those of them that were known to do what is declared, and not run again.
    public var programsFromCache = 0

    /// How many questions there are.
    public var questionCount: Int { questions.values.reduce(0, +) }

    /// Counts a program and what it proved.
    mutating func count(_ trial: LintTrial, _ result: TrialResult) {
      programs += 1
      if result.isFromCache { programsFromCache += 1 }
      guard result.reason == nil else { return }
      switch trial.aim {
      case .mistake: mistakesCaught += 1
      case .alternative: alternativesPassed += 1
      case .prints: blocksRun += 1
      case .measures: blocksMeasured += 1
      case .starter, .solution, .predicts: break
      }
    }

    /// Adds what another unit holds.
    mutating func add(_ other: Unit) {
      words += other.words
      minutes += other.minutes
      exercises += other.exercises
      checks += other.checks
      questions.merge(other.questions, uniquingKeysWith: +)
      mistakesCaught += other.mistakesCaught
      alternativesPassed += other.alternativesPassed
      blocksRun += other.blocksRun
      blocksMeasured += other.blocksMeasured
      programs += other.programs
      programsFromCache += other.programsFromCache
    }
  }

  /// All units together.
  public var total: Unit {
    var total = Unit(id: "", title: "")
    for unit in units { total.add(unit) }
    return total
  }

  /// The errors among the problems.
  public var errorCount: Int { problems.count { !$0.isAdvice } }
  /// The advice among the problems.
  public var adviceCount: Int { problems.count - errorCount }
  /// Whether nothing but advice was found.
  public var isClean: Bool { errorCount == 0 }
}
