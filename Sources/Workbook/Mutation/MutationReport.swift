/// How many wrong programs the checks of each exercise caught.
public struct MutationReport: Sendable {
  /// The share of the mutants that an exercise's checks must catch. Some mutants do the same as
  /// the solution in another way, so that nobody could catch them all.
  public static let leastShare = 0.8

  /// One after the other, in the course's order.
  public var exercises: [ExerciseMutation] = []

  /// The mutants of all exercises that count.
  public var mutantCount: Int { exercises.reduce(0) { $0 + $1.mutantCount } }
  /// Those of them that were caught.
  public var caughtCount: Int { exercises.reduce(0) { $0 + $1.caughtCount } }
  /// The share that was caught; 1 where there are none.
  public var share: Double { Self.share(of: caughtCount, in: mutantCount) }
  /// Whether every exercise's checks catch enough.
  public var isEnough: Bool { exercises.allSatisfy(\.isEnough) }

  static func share(of part: Int, in all: Int) -> Double {
    all == 0 ? 1 : Double(part) / Double(all)
  }
}

/// What became of one exercise's mutants.
public struct ExerciseMutation: Sendable {
  /// A mutant that passed every check.
  public struct Survivor: Sendable, Codable, Equatable {
    /// The kind of change, such as `comparison`.
    public var kind: String
    /// The line of the solution, counted from 1.
    public var line: Int
    /// The column in characters, counted from 1.
    public var column: Int
    /// The line as it was.
    public var before: String
    /// The line as it is; empty where it was left out.
    public var after: String
    /// Whether noise kept a check from being decided, and no other failed.
    public var isUndecided: Bool
  }

  /// The exercise's id.
  public var id: String
  /// The solution's path, relative to the course folder.
  public var file: String
  /// The mutants that count: they compile, and to a program of their own.
  public var mutantCount = 0
  /// Those of them that a check rejected.
  public var caughtCount = 0
  /// Those that do not compile.
  public var brokenCount = 0
  /// Those whose program is the solution's own, or that of another mutant.
  public var equalCount = 0
  /// Those that nobody tried, since enough were tried.
  public var untriedCount = 0
  /// Those that passed every check, by their places.
  public var survivors: [Survivor] = []
  /// Why no mutant was tried; nil where that was possible.
  public var trouble: String?

  /// The share that was caught; 1 where there are none.
  public var share: Double { MutationReport.share(of: caughtCount, in: mutantCount) }
  /// Whether the checks catch enough.
  public var isEnough: Bool { trouble == nil && share >= MutationReport.leastShare }
}

/// How far the trying of mutants has come.
public struct MutationProgress: Sendable {
  /// The exercise whose mutants are tried.
  public var exercise: String
  /// The programs that were tried, of all exercises.
  public var done = 0
  /// How many there will be at the most.
  public var all = 0
}
