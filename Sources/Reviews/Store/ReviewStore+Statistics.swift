import GRDB

/// How well answers were remembered.
public struct Retention: Sendable, Hashable {
  /// Answers graded better than again.
  public let remembered: Int
  /// All answers counted.
  public let total: Int

  /// The share that was remembered, 0 to 1; nil without answers.
  public var share: Double? { total == 0 ? nil : Double(remembered) / Double(total) }
}

/// Numbers to draw.
extension ReviewStore {
  /// How many answers were given on each calendar day; days without are absent.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func answersPerDay(
    from first: CalendarDay, through last: CalendarDay
  ) throws -> [CalendarDay: Int] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT day, count(*) AS answers FROM kept_log
          WHERE kind = 'answer' AND day BETWEEN ? AND ? GROUP BY day
          """, arguments: [first.number, last.number])
      return Dictionary(
        uniqueKeysWithValues: rows.map { (CalendarDay(number: $0["day"]), $0["answers"] as Int) })
    }
  }

  /// True retention: of the cards in review that were asked after at least a day, how many were
  /// remembered.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func retention(
    from first: CalendarDay, through last: CalendarDay
  ) throws -> Retention {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) AS total, coalesce(sum(grade > 1), 0) AS remembered FROM kept_log
          WHERE kind = 'answer' AND elapsed_days >= 1 AND day BETWEEN ? AND ?
            AND json_extract(before, '$.state') = 2
          """, arguments: [first.number, last.number])
      return Retention(remembered: row?["remembered"] ?? 0, total: row?["total"] ?? 0)
    }
  }

  /// The cards that were forgotten most often once known, the worst first.
  ///
  /// - Parameter limit: how many at most.
  /// - Throws: ``ReviewStoreError``.
  public func mostForgotten(limit: Int) throws -> [StoredCard] {
    Array(
      try cards().filter { $0.lapses > 0 && !$0.isOrphaned }
        .sorted { ($1.lapses, $0.id) < ($0.lapses, $1.id) }
        .prefix(max(0, limit)))
  }
}
