public import Foundation
import GRDB

/// An entry of the log that was taken back.
public struct UndoneAnswer: Sendable, Hashable {
  /// The card, which is again as it was before.
  public let card: String
  /// The grade that was taken back; nil when it was a card's new start.
  public let grade: Grade?
  /// When the answer had been given.
  public let at: Date
}

extension ReviewStore {
  /// Takes the last answer back that was not taken back yet; called again, the one before it.
  ///
  /// The log keeps the answer, with a note that it does not count.
  ///
  /// - Parameters:
  ///   - time: when it is taken back.
  ///   - zone: where.
  /// - Returns: the answer; nil when there is none left.
  /// - Throws: ``ReviewStoreError``; then nothing was changed.
  @discardableResult
  public func undo(at time: Date = Date(), zone: TimeZone = .current) throws -> UndoneAnswer? {
    try write { db in
      guard
        let row = try Row.fetchOne(
          db,
          sql: "SELECT seq, card, grade, time_ms, before FROM kept_log ORDER BY seq DESC LIMIT 1")
      else { return nil }
      let card: String = row["card"]
      try db.execute(
        sql: "INSERT INTO undos (log, time_ms, zone) VALUES (?, ?, ?)",
        arguments: [row["seq"] as Int64, time.millisecondsSince1970, zone.identifier])
      try CardSnapshot(json: row["before"]).save(db, card: card)
      return UndoneAnswer(
        card: card, grade: (row["grade"] as Int?).flatMap(Grade.init(rawValue:)),
        at: Date(millisecondsSince1970: row["time_ms"]))
    }
  }

  /// Starts a card anew, because its answer has changed: its history stays in the log, and no
  /// longer counts. ``undo(at:zone:)`` takes this back too.
  ///
  /// - Throws: ``ReviewStoreError``, among others ``ReviewStoreError/unknownCard(_:)``.
  public func startAnew(card: String, at time: Date, zone: TimeZone = .current) throws {
    try write { db in
      guard let before = try CardSnapshot.fetch(db, card: card) else {
        throw ReviewStoreError.unknownCard(card)
      }
      let moment = CardSnapshot.Moment(time, zone)
      var after = CardSnapshot.new
      after.introducedMilliseconds = before.introducedMilliseconds
      if before.introducedMilliseconds != nil {
        after.dueMilliseconds = moment.milliseconds
        after.dueDay = moment.day.number
      }
      try db.execute(
        sql: """
          INSERT INTO log (uuid, kind, card, time_ms, zone, day, before, after)
          VALUES (?, 'reset', ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          UUID().uuidString, card, moment.milliseconds, zone.identifier, moment.day.number,
          try before.json(), try after.json(),
        ])
      try after.save(db, card: card)
      try Self.acceptAnswer(of: card, in: db)
    }
  }
}
