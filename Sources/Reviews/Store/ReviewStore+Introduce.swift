public import Foundation
import GRDB

/// Which cards may be asked, and from when.
extension ReviewStore {
  /// Makes a lesson's questions reviewable: those that were not asked yet are due now.
  ///
  /// - Returns: how many cards were introduced by this call.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func introduceQuestions(
    ofLesson lesson: String, at time: Date, zone: TimeZone = .current
  ) throws -> Int {
    try introduce(
      where: "lesson = ? AND plan_days IS NULL", [lesson], at: CardSnapshot.Moment(time, zone))
  }

  /// Makes the rows of a lesson's review plan reviewable, each its number of days after `time`.
  ///
  /// - Parameter time: when the lesson was finished.
  /// - Returns: how many cards were introduced by this call.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func introducePlan(
    ofLesson lesson: String, at time: Date, zone: TimeZone = .current
  ) throws -> Int {
    try introduce(
      where: "lesson = ? AND plan_days IS NOT NULL", [lesson], at: CardSnapshot.Moment(time, zone))
  }

  /// Makes single cards reviewable, due now or after their plan's days.
  ///
  /// - Returns: how many cards were introduced by this call.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func introduce(
    cards: [String], at time: Date, zone: TimeZone = .current
  ) throws -> Int {
    var count = 0
    for card in cards {
      count += try introduce(where: "id = ?", [card], at: CardSnapshot.Moment(time, zone))
    }
    return count
  }

  private func introduce(
    where condition: String, _ arguments: StatementArguments, at moment: CardSnapshot.Moment
  ) throws -> Int {
    try write { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT id, plan_days FROM cards WHERE introduced_ms IS NULL AND \(condition)",
        arguments: arguments)
      for row in rows {
        let due = (row["plan_days"] as Int?).map { moment.day.advanced(by: $0) } ?? moment.day
        let dueMilliseconds =
          due == moment.day
          ? moment.milliseconds : due.start(in: moment.zone).millisecondsSince1970
        try db.execute(
          sql: "UPDATE cards SET introduced_ms = ?, due_ms = ?, due_day = ? WHERE id = ?",
          arguments: [moment.milliseconds, dueMilliseconds, due.number, row["id"] as String])
      }
      return rows.count
    }
  }

  /// Asks cards sooner than they are due, because something that needs them went wrong, such as
  /// an exercise. Cards that were not introduced yet are left alone. The next answer ends it.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func bringForward(cards: [String], at time: Date, zone: TimeZone = .current) throws {
    let day = CardSnapshot.Moment(time, zone).day.number
    try write { db in
      for card in cards {
        try db.execute(
          sql: "UPDATE cards SET sooner_day = ? WHERE id = ? AND introduced_ms IS NOT NULL",
          arguments: [day, card])
      }
    }
  }

  /// Leaves a card out until the next calendar day.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func bury(card: String, at time: Date, zone: TimeZone = .current) throws {
    let tomorrow = CardSnapshot.Moment(time, zone).day.advanced(by: 1).number
    try change(card, sql: "UPDATE cards SET buried_until_day = ? WHERE id = ?", tomorrow)
  }

  /// Leaves a card out until it is resumed, or takes it in again.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func suspend(card: String, _ isSuspended: Bool = true) throws {
    try change(card, sql: "UPDATE cards SET suspended = ? WHERE id = ?", isSuspended)
  }

  private func change(
    _ card: String, sql: String, _ value: any DatabaseValueConvertible
  ) throws {
    try write { db in
      try db.execute(sql: sql, arguments: [value, card])
      guard db.changesCount == 1 else { throw ReviewStoreError.unknownCard(card) }
    }
  }
}
