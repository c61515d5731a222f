import Foundation
import GRDB

/// The log against what was computed from it.
extension ReviewStore {
  /// Computes every card's state again from the log and compares it with what is stored.
  ///
  /// Stabilities and difficulties may differ by 1e-9, relative: another system's `pow` may differ
  /// in its last bits, and a store can move between systems.
  ///
  /// - Returns: what does not agree; empty when all is well.
  /// - Throws: ``ReviewStoreError``.
  public func verify() throws -> [Discrepancy] {
    try read { db in
      let replayed = try Self.replayLog(db)
      var found = replayed.problems
      let stored = try Self.storedSnapshots(db)
      for (id, computed) in replayed.cards.sorted(by: { $0.key < $1.key }) {
        guard let card = stored[id] else {
          found.append(.missingCard(id: id))
          continue
        }
        found += card.differences(from: computed).map {
          .card(id: id, field: $0.field, stored: $0.stored, computed: $0.computed)
        }
      }
      for (id, card) in stored.sorted(by: { $0.key < $1.key }) where replayed.cards[id] == nil {
        found += card.differences(from: .new).map {
          .card(id: id, field: $0.field, stored: $0.stored, computed: $0.computed)
        }
      }
      return found
    }
  }

  /// Writes into every card that differs the state that its answers lead to.
  ///
  /// The log is never changed: where it was, ``verify()`` goes on saying so, and a backup from
  /// before is the way back.
  ///
  /// - Returns: the cards that were mended, sorted by id.
  /// - Throws: ``ReviewStoreError``; then nothing was changed.
  @discardableResult
  public func repair() throws -> [String] {
    try write { db in
      let replayed = try Self.replayLog(db).cards
      let stored = try Self.storedSnapshots(db)
      var mended: [String] = []
      for id in replayed.keys where stored[id] == nil {
        // Its lesson is told again by the next registration, which finds the id and adopts it.
        try db.execute(
          sql: """
            INSERT INTO cards (id, course, lesson, revision, added_ms, orphaned)
            VALUES (?, '', '', '', (SELECT min(time_ms) FROM log WHERE card = ?), 1)
            """, arguments: [id, id])
        try replayed[id]?.save(db, card: id)
        mended.append(id)
      }
      for (id, card) in stored {
        var computed = replayed[id] ?? .new
        guard !card.differences(from: computed).isEmpty else { continue }
        // The log does not hold introductions and wishes to be asked sooner.
        computed.introducedMilliseconds =
          card.introducedMilliseconds ?? computed.introducedMilliseconds
        computed.soonerDay = card.soonerDay
        if computed.reviews == 0 {
          computed.dueMilliseconds = card.dueMilliseconds
          computed.dueDay = card.dueDay
        }
        try computed.save(db, card: id)
        mended.append(id)
      }
      return mended.sorted()
    }
  }

  /// Lets SQLite check the whole file, and that every reference leads somewhere.
  ///
  /// - Returns: what is wrong, one line each; empty when all is well.
  /// - Throws: ``ReviewStoreError``; `corrupted` when the damage keeps the check from running.
  public func quickCheck() throws -> [String] {
    try read { db in
      let problems = try String.fetchAll(db, sql: "PRAGMA quick_check")
      let references = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
      return problems.filter { $0 != "ok" }
        + references.map { row in
          "a row of \(row["table"] as String? ?? "?") refers to nothing in "
            + "\(row["parent"] as String? ?? "?")"
        }
    }
  }
}

// MARK: - Replaying

extension ReviewStore {
  private static func storedSnapshots(_ db: Database) throws -> [String: CardSnapshot] {
    var snapshots: [String: CardSnapshot] = [:]
    let rows = try Row.fetchCursor(db, sql: "SELECT id, \(CardSnapshot.columns) FROM cards")
    while let row = try rows.next() { snapshots[row["id"]] = try CardSnapshot(row: row) }
    return snapshots
  }

  /// The state of every card that the log names, from the answers that were not taken back.
  private static func replayLog(
    _ db: Database
  ) throws -> (cards: [String: CardSnapshot], problems: [Discrepancy]) {
    var schedulers: [Int64: Scheduler] = [:]
    var versions: [Int64: String] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT * FROM schedulers") {
      schedulers[row["id"]] = try Scheduler(row: row)
      versions[row["id"]] = row["version"]
    }
    var cards: [String: CardSnapshot] = [:]
    var problems: [Discrepancy] = []
    // A card all of whose answers were taken back is new again.
    for id in try String.fetchAll(db, sql: "SELECT DISTINCT card FROM log") { cards[id] = .new }
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM kept_log ORDER BY seq")
    while let row = try rows.next() {
      let id: String = row["card"]
      let before = cards[id] ?? .new
      let recorded = try CardSnapshot(json: row["after"])
      guard row["kind"] == "answer" else {
        cards[id] = recorded.withoutAnswers
        continue
      }
      let schedulerID: Int64 = row["scheduler"]
      guard let scheduler = schedulers[schedulerID], let grade = Grade(rawValue: row["grade"])
      else {
        problems.append(
          .unknownScheduler(
            row: row["seq"], card: id, version: versions[schedulerID] ?? "?"))
        cards[id] = recorded
        continue
      }
      let after = before.replaying(row, card: id, grade: grade, scheduler: scheduler)
      let elapsed = before.elapsedDays(milliseconds: row["time_ms"], day: row["day"])
      if elapsed != row["elapsed_days"] {
        problems.append(
          .log(
            row: row["seq"], card: id, field: "elapsed_days",
            stored: String(row["elapsed_days"] as Int), computed: String(elapsed)))
      }
      problems += recorded.differences(from: after).map {
        .log(
          row: row["seq"], card: id, field: $0.field, stored: $0.stored, computed: $0.computed)
      }
      cards[id] = after
    }
    return (cards, problems)
  }
}

extension CardSnapshot {
  /// The state that a new start leaves: nothing but when the card may be asked.
  fileprivate var withoutAnswers: CardSnapshot {
    var new = CardSnapshot.new
    new.introducedMilliseconds = introducedMilliseconds
    new.dueMilliseconds = dueMilliseconds
    new.dueDay = dueDay
    return new
  }

  fileprivate func replaying(
    _ row: Row, card: String, grade: Grade, scheduler: Scheduler
  ) -> CardSnapshot {
    // A zone that this system does not know any more changes no day: days are in the log.
    let zone = TimeZone(identifier: row["zone"]) ?? .gmt
    return answered(
      card: card, grade: grade, at: Moment(milliseconds: row["time_ms"], zone: zone),
      day: CalendarDay(number: row["day"]), elapsedDays: row["elapsed_days"],
      scheduler: scheduler
    ).snapshot
  }

  fileprivate struct Difference {
    let field: String
    let stored: String
    let computed: String
  }

  /// The fields that answers determine, where this and a computed snapshot do not agree.
  fileprivate func differences(from computed: CardSnapshot) -> [Difference] {
    var found: [Difference] = []
    func compare<Value: Equatable>(_ field: String, _ path: KeyPath<CardSnapshot, Value?>) {
      let (stored, computed) = (self[keyPath: path], computed[keyPath: path])
      guard stored != computed else { return }
      if let stored = stored as? Double, let computed = computed as? Double,
        abs(stored - computed) <= 1e-9 * abs(computed)
      {
        return
      }
      found.append(
        Difference(
          field: field, stored: stored.map { "\($0)" } ?? "nothing",
          computed: computed.map { "\($0)" } ?? "nothing"))
    }
    compare("state", \.[optional: \.state])
    compare("step", \.step)
    compare("stability", \.stability)
    compare("difficulty", \.difficulty)
    compare("answered_ms", \.answeredMilliseconds)
    compare("answered_day", \.answeredDay)
    compare("reviews", \.[optional: \.reviews])
    compare("lapses", \.[optional: \.lapses])
    if computed.reviews > 0 {
      // In review the day counts; its first minute moves when a time zone's rules change.
      if computed.state == CardState.Phase.review.rawValue {
        compare("due_day", \.dueDay)
      } else {
        compare("due_ms", \.dueMilliseconds)
      }
    }
    return found
  }

  private subscript<Value>(optional path: KeyPath<CardSnapshot, Value>) -> Value? {
    self[keyPath: path]
  }
}
