public import Foundation
import GRDB

extension ReviewStore {
  /// Tells the store which cards a course has.
  ///
  /// New ids become new cards, which are not due before they are introduced. Ids that vanished
  /// are marked as orphaned and no longer asked; they come back with their history when the id
  /// does. Registering the same cards again changes nothing and takes no write lock.
  ///
  /// - Parameters:
  ///   - cards: all cards of the course. Of two with the same id the first counts.
  ///   - course: the course's name; cards of other courses are left alone.
  ///   - time: when new cards were added.
  /// - Returns: what changed.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func register(
    cards: [CardSeed], course: String = "pare", at time: Date = Date()
  ) throws -> Registration {
    let isCurrent = try read { db in
      try Self.updates(for: cards, course: course, in: db).isEmpty
    }
    if isCurrent { return Registration() }
    return try write { db in
      var registration = Registration()
      for update in try Self.updates(for: cards, course: course, in: db) {
        try Self.apply(update, course: course, at: time, in: db, to: &registration)
      }
      return registration
    }
  }

  /// The cards whose answer changed since they were first answered, sorted by id.
  ///
  /// The learner is asked about each: ``startAnew(card:at:zone:)`` or ``keepHistory(of:)``.
  public func cardsWithChangedAnswer() throws -> [String] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT id FROM cards WHERE pending_answer_revision IS NOT NULL AND orphaned = 0
          ORDER BY id
          """)
    }
  }

  /// Keeps a card's history though its answer changed.
  public func keepHistory(of card: String) throws {
    try write { db in try Self.acceptAnswer(of: card, in: db) }
  }

  static func acceptAnswer(of card: String, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE cards SET answer_revision = pending_answer_revision, pending_answer_revision = NULL
        WHERE id = ? AND pending_answer_revision IS NOT NULL
        """, arguments: [card])
  }
}

// MARK: - Updates

extension ReviewStore {
  private enum Update {
    case add(CardSeed)
    case change(CardSeed, isRevised: Bool, isReturned: Bool, pendingAnswer: String?)
    case orphan(String)
  }

  private static func updates(
    for cards: [CardSeed], course: String, in db: Database
  ) throws -> [Update] {
    var known: [String: Row] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT * FROM cards") { known[row["id"]] = row }
    var seen: Set<String> = []
    var updates: [Update] = []
    for seed in cards.sorted(by: { $0.id < $1.id }) where seen.insert(seed.id).inserted {
      guard let row = known[seed.id] else {
        updates.append(.add(seed))
        continue
      }
      let isAnswered = (row["reviews"] as Int) > 0
      let accepted: String? = row["answer_revision"]
      // A card without answers, or whose answer was not told apart before, has nothing to ask.
      let pending =
        isAnswered && accepted != nil && seed.answerRevision != nil
          && seed.answerRevision != accepted ? seed.answerRevision : nil
      let isRevised = row["revision"] != seed.revision
      let isReturned: Bool = row["orphaned"]
      let isMoved =
        row["lesson"] != seed.lesson || row["course"] != course
        || row["plan_days"] != seed.dueOffsetDays
      let answerMoved =
        row["pending_answer_revision"] != pending
        || (pending == nil && seed.answerRevision != nil && accepted != seed.answerRevision)
      if isRevised || isReturned || isMoved || answerMoved {
        updates.append(
          .change(seed, isRevised: isRevised, isReturned: isReturned, pendingAnswer: pending))
      }
    }
    for (id, row) in known.sorted(by: { $0.key < $1.key })
    where !seen.contains(id) && row["course"] == course && row["orphaned"] == false {
      updates.append(.orphan(id))
    }
    return updates
  }

  private static func apply(
    _ update: Update, course: String, at time: Date, in db: Database,
    to registration: inout Registration
  ) throws {
    switch update {
    case .add(let seed):
      try db.execute(
        sql: """
          INSERT INTO cards (id, course, lesson, revision, answer_revision, plan_days, added_ms)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          seed.id, course, seed.lesson, seed.revision, seed.answerRevision, seed.dueOffsetDays,
          time.millisecondsSince1970,
        ])
      registration.added.append(seed.id)
    case .change(let seed, let isRevised, let isReturned, let pendingAnswer):
      try db.execute(
        sql: """
          UPDATE cards SET course = ?, lesson = ?, revision = ?, plan_days = ?, orphaned = 0,
            pending_answer_revision = ?,
            answer_revision = CASE WHEN ? THEN answer_revision
              ELSE coalesce(?, answer_revision) END
          WHERE id = ?
          """,
        arguments: [
          course, seed.lesson, seed.revision, seed.dueOffsetDays, pendingAnswer,
          pendingAnswer != nil, seed.answerRevision, seed.id,
        ])
      if isRevised { registration.revised.append(seed.id) }
      if isReturned { registration.returned.append(seed.id) }
    case .orphan(let id):
      try db.execute(sql: "UPDATE cards SET orphaned = 1 WHERE id = ?", arguments: [id])
      registration.orphaned.append(id)
    }
  }
}
