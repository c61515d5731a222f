public import Foundation
import GRDB

/// One try at an exercise.
public struct Attempt: Sendable, Hashable {
  /// How a try ended.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Every check passed.
    case passed
    /// At least one check failed.
    case failed
    /// The checks could not be run to their end.
    case undecided
  }

  /// The attempt's identity.
  public var id: UUID
  /// The exercise's id.
  public var exercise: String
  /// When it was checked.
  public var at: Date
  /// How it ended.
  public var outcome: Outcome
  /// The points reached.
  public var points: Double
  /// The points that could be reached.
  public var maximumPoints: Double
  /// The whole verdict, as JSON.
  public var verdict: String
  /// The learner's source text.
  public var source: String
  /// The course, with its version.
  public var course: String
  /// The version of the program that checked.
  public var programVersion: String
  /// Whether the learner handed it in, rather than just checked.
  public var isSubmitted: Bool

  /// An attempt with all its parts.
  public init(
    id: UUID = UUID(), exercise: String, at: Date, outcome: Outcome, points: Double,
    maximumPoints: Double, verdict: String, source: String, course: String,
    programVersion: String, isSubmitted: Bool
  ) {
    self.id = id
    self.exercise = exercise
    self.at = at
    self.outcome = outcome
    self.points = points
    self.maximumPoints = maximumPoints
    self.verdict = verdict
    self.source = source
    self.course = course
    self.programVersion = programVersion
    self.isSubmitted = isSubmitted
  }
}

/// The history of attempts, which only grows.
extension ReviewStore {
  /// Adds an attempt to the history.
  ///
  /// - Throws: ``ReviewStoreError``; `unexpected` when the verdict is not JSON, or more points
  ///   were reached than there are.
  public func add(_ attempt: Attempt) throws {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO attempts (id, exercise, time_ms, outcome, points, maximum_points, verdict,
            source, course, program_version, submitted)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          attempt.id.uuidString, attempt.exercise, attempt.at.millisecondsSince1970,
          attempt.outcome.rawValue, attempt.points, attempt.maximumPoints, attempt.verdict,
          attempt.source, attempt.course, attempt.programVersion, attempt.isSubmitted,
        ])
    }
  }

  /// All attempts at an exercise, the oldest first.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func attempts(at exercise: String) throws -> [Attempt] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM attempts WHERE exercise = ? ORDER BY time_ms, rowid",
        arguments: [exercise]
      ).map(Attempt.init(row:))
    }
  }

  /// The best attempt at each exercise, which is the one that counts: a passed one before others,
  /// then the larger share of the points, then the earlier.
  ///
  /// - Parameter submittedOnly: whether attempts that were only checked are left out.
  /// - Returns: exercise id to attempt; exercises that were never tried are absent.
  /// - Throws: ``ReviewStoreError``.
  public func bestAttempts(submittedOnly: Bool = false) throws -> [String: Attempt] {
    let best = try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM (
            SELECT *, row_number() OVER (
              PARTITION BY exercise
              ORDER BY outcome = 'passed' DESC,
                CASE WHEN maximum_points > 0 THEN points / maximum_points ELSE 0 END DESC,
                time_ms, rowid
            ) AS place
            FROM attempts WHERE submitted >= ?
          ) WHERE place = 1
          """, arguments: [submittedOnly]
      ).map(Attempt.init(row:))
    }
    return Dictionary(best.map { ($0.exercise, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The best attempt at one exercise; see ``bestAttempts(submittedOnly:)``.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func bestAttempt(at exercise: String, submittedOnly: Bool = false) throws -> Attempt? {
    try bestAttempts(submittedOnly: submittedOnly)[exercise]
  }
}

extension Attempt {
  fileprivate init(row: Row) {
    let id: String = row["id"]
    let outcome: String = row["outcome"]
    self.init(
      id: UUID(uuidString: id) ?? UUID(), exercise: row["exercise"],
      at: Date(millisecondsSince1970: row["time_ms"]),
      outcome: Outcome(rawValue: outcome) ?? .undecided, points: row["points"],
      maximumPoints: row["maximum_points"], verdict: row["verdict"], source: row["source"],
      course: row["course"], programVersion: row["program_version"],
      isSubmitted: row["submitted"])
  }
}
