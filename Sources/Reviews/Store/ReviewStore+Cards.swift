public import Foundation
import GRDB

/// A card as the store holds it.
public struct StoredCard: Sendable, Hashable {
  /// Where the card stands; its due time is `distantFuture` before it is introduced.
  public let state: CardState
  /// The course it was registered with.
  public let course: String
  /// The lesson it belongs to.
  public let lesson: String
  /// The hash of its text as last registered.
  public let revision: String
  /// For a row of a review plan, its days after the end of the lesson.
  public let dueOffsetDays: Int?
  /// The calendar day on which it is due; nil before it is introduced.
  public let dueDay: CalendarDay?
  /// How often it was forgotten once known.
  public let lapses: Int
  /// When it was first known to the store.
  public let added: Date
  /// Whether it may be asked in reviews.
  public let isIntroduced: Bool
  /// Whether it is left out until it is resumed.
  public let isSuspended: Bool
  /// Whether the course no longer has it.
  public let isOrphaned: Bool
  /// The day until which it is left out; nil when it is not.
  public let buriedUntil: CalendarDay?

  /// The card's id.
  public var id: String { state.id }
  /// Whether it was forgotten so often that its lesson should be read again.
  public var isLeech: Bool { lapses >= ReviewStore.leechLapses }
}

/// An entry of the log.
public struct LoggedAnswer: Sendable, Hashable {
  /// The entry's identity, the same in every copy of the log.
  public let id: UUID
  /// The card.
  public let card: String
  /// The grade; nil where the card was started anew.
  public let grade: Grade?
  /// When it was given.
  public let at: Date
  /// The name of the time zone in which it was given.
  public let zone: String
  /// The calendar day on which it was given.
  public let day: CalendarDay
  /// Calendar days since the card's answer before; zero where the card was started anew.
  public let elapsedDays: Int
  /// How long it took; nil when not measured.
  public let duration: Duration?
  /// What was typed.
  public let typed: String?
  /// Whether it was right; nil when nobody judged but the learner.
  public let correct: Bool?
  /// The card before.
  public let before: CardState
  /// The card after.
  public let after: CardState
  /// Whether it was taken back.
  public let isUndone: Bool
}

extension ReviewStore {
  /// All cards, sorted by id.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func cards() throws -> [StoredCard] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM cards ORDER BY id").map(StoredCard.init(row:))
    }
  }

  /// One card; nil when the id is not known.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func card(_ id: String) throws -> StoredCard? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM cards WHERE id = ?", arguments: [id])
        .map(StoredCard.init(row:))
    }
  }

  /// The log, the oldest entry first.
  ///
  /// - Parameters:
  ///   - card: one card's entries only; nil for all.
  ///   - includingUndone: whether entries that were taken back are given too.
  /// - Throws: ``ReviewStoreError``.
  public func log(
    ofCard card: String? = nil, includingUndone: Bool = false
  ) throws -> [LoggedAnswer] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT log.*, undos.log IS NOT NULL AS undone
          FROM log LEFT JOIN undos ON undos.log = log.seq
          WHERE card = coalesce(?, card) AND (? OR undos.log IS NULL)
          ORDER BY seq
          """, arguments: [card, includingUndone]
      ).map(LoggedAnswer.init(row:))
    }
  }
}

extension StoredCard {
  fileprivate init(row: Row) throws {
    let snapshot = try CardSnapshot(row: row)
    state = snapshot.cardState(id: row["id"])
    course = row["course"]
    lesson = row["lesson"]
    revision = row["revision"]
    dueOffsetDays = row["plan_days"]
    dueDay = snapshot.dueDay.map(CalendarDay.init(number:))
    lapses = snapshot.lapses
    added = Date(millisecondsSince1970: row["added_ms"])
    isIntroduced = snapshot.introducedMilliseconds != nil
    isSuspended = row["suspended"]
    isOrphaned = row["orphaned"]
    buriedUntil = (row["buried_until_day"] as Int?).map(CalendarDay.init(number:))
  }
}

extension LoggedAnswer {
  fileprivate init(row: Row) throws {
    let uuid: String = row["uuid"]
    id = UUID(uuidString: uuid) ?? UUID()
    card = row["card"]
    grade = (row["grade"] as Int?).flatMap(Grade.init(rawValue:))
    at = Date(millisecondsSince1970: row["time_ms"])
    zone = row["zone"]
    day = CalendarDay(number: row["day"])
    elapsedDays = row["elapsed_days"] ?? 0
    duration = (row["duration_ms"] as Int64?).map { .milliseconds($0) }
    typed = row["typed"]
    correct = row["correct"]
    before = try CardSnapshot(json: row["before"]).cardState(id: row["card"])
    after = try CardSnapshot(json: row["after"]).cardState(id: row["card"])
    isUndone = row["undone"]
  }
}
