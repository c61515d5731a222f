public import Foundation
import GRDB

/// A step of a lesson that the learner has finished.
public struct FinishedStep: Sendable, Hashable {
  /// The lesson's id.
  public let lesson: String
  /// The step's key within the lesson.
  public let step: String
  /// When it was first finished.
  public let at: Date
}

/// How far the learner is in the lessons.
extension ReviewStore {
  /// Marks a step as finished. A step that was finished keeps its first time.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func finish(step: String, ofLesson lesson: String, at time: Date) throws {
    try write { db in
      try db.execute(
        sql: "INSERT INTO progress (lesson, step, finished_ms) VALUES (?, ?, ?) "
          + "ON CONFLICT DO NOTHING",
        arguments: [lesson, step, time.millisecondsSince1970])
    }
  }

  /// The finished steps, in the order in which they were finished.
  ///
  /// - Parameter lesson: one lesson only; nil for all.
  /// - Throws: ``ReviewStoreError``.
  public func finishedSteps(ofLesson lesson: String? = nil) throws -> [FinishedStep] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT lesson, step, finished_ms FROM progress WHERE lesson = coalesce(?, lesson)
          ORDER BY finished_ms, rowid
          """, arguments: [lesson]
      ).map {
        FinishedStep(
          lesson: $0["lesson"], step: $0["step"],
          at: Date(millisecondsSince1970: $0["finished_ms"]))
      }
    }
  }

  /// Forgets a lesson's progress, so that it is read from its beginning; reviews stay.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func forgetProgress(ofLesson lesson: String) throws {
    try write { db in
      try db.execute(sql: "DELETE FROM progress WHERE lesson = ?", arguments: [lesson])
    }
  }
}
