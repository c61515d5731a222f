public import Foundation
import GRDB

/// An answer to a card, as it was given.
public struct Answer: Sendable, Hashable {
  /// The card's id.
  public var card: String
  /// How well it was known.
  public var grade: Grade
  /// When it was given.
  public var at: Date
  /// Where it was given: decides on which calendar day.
  public var zone: TimeZone
  /// From the question's showing to the answer; nil when not measured.
  public var duration: Duration?
  /// What the learner typed; nil when nothing was to be typed.
  public var typed: String?
  /// Whether it was right; nil when nobody judged but the learner.
  public var correct: Bool?

  /// An answer with what is known about it.
  public init(
    card: String, grade: Grade, at: Date, zone: TimeZone = .current, duration: Duration? = nil,
    typed: String? = nil, correct: Bool? = nil
  ) {
    self.card = card
    self.grade = grade
    self.at = at
    self.zone = zone
    self.duration = duration
    self.typed = typed
    self.correct = correct
  }
}

/// What became of an answer that is on disk.
public struct Receipt: Sendable {
  /// The answer's identity in the log.
  public let id: UUID
  /// The card after the answer.
  public let card: CardState
  /// The time until the card is asked again.
  public let interval: Interval
  /// The calendar day on which the card is due.
  public let dueDay: CalendarDay
  /// Calendar days since the card's last answer, as they went into the schedule.
  public let elapsedDays: Int
  /// How often the card was forgotten once known.
  public let lapses: Int
  /// Whether the card was forgotten so often that its lesson should be read again.
  public let isLeech: Bool
  /// Whether the clock stood behind the answer before. Told once: the next answer counts from
  /// the clock as it is now.
  public let clockWentBackwards: Bool
  /// Why the backup that was due could not be made; the answer itself is safe.
  public internal(set) var backupProblem: ReviewStoreError?
}

extension ReviewStore {
  /// The lapses from which a card counts as a leech.
  public static let leechLapses = 8

  /// Records an answer: the log's row and the card's new state, in one transaction on disk.
  ///
  /// - Returns: what became of the card.
  /// - Throws: ``ReviewStoreError``; then nothing was written.
  @discardableResult
  public func record(_ answer: Answer, scheduler: Scheduler = .standard) throws -> Receipt {
    var receipt = try write { db in try Self.record(answer, scheduler: scheduler, in: db) }
    if options.backsUp {
      do {
        try backUpIfDue(at: answer.at)
      } catch let problem as ReviewStoreError {
        receipt.backupProblem = problem
      }
    }
    return receipt
  }

  private static func record(
    _ answer: Answer, scheduler: Scheduler, in db: Database
  ) throws -> Receipt {
    guard let before = try CardSnapshot.fetch(db, card: answer.card) else {
      throw ReviewStoreError.unknownCard(answer.card)
    }
    let moment = CardSnapshot.Moment(answer.at, answer.zone)
    let day = moment.day
    let elapsedDays = before.elapsedDays(milliseconds: moment.milliseconds, day: day.number)
    let wentBackwards = try clockWentBackwards(
      at: moment.milliseconds, card: answer.card, before: before, in: db)
    let (after, schedule) = before.answered(
      card: answer.card, grade: answer.grade, at: moment, day: day, elapsedDays: elapsedDays,
      scheduler: scheduler)
    let id = UUID()
    try db.execute(
      sql: """
        INSERT INTO log (uuid, kind, card, time_ms, zone, day, grade, elapsed_days, scheduler,
          duration_ms, typed, correct, before, after)
        VALUES (?, 'answer', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.uuidString, answer.card, moment.milliseconds, answer.zone.identifier, day.number,
        answer.grade.rawValue, elapsedDays, try scheduler.identifier(in: db),
        answer.duration.map { max(0, $0.milliseconds) }, answer.typed, answer.correct,
        try before.json(), try after.json(),
      ])
    try after.save(db, card: answer.card)
    return Receipt(
      id: id, card: after.cardState(id: answer.card), interval: schedule.interval,
      dueDay: CalendarDay(number: after.dueDay ?? day.number), elapsedDays: elapsedDays,
      lapses: after.lapses, isLeech: after.lapses >= leechLapses,
      clockWentBackwards: wentBackwards)
  }

  /// Two programs may finish their answers in another order than they were given, hence the
  /// minute of grace between different cards.
  private static func clockWentBackwards(
    at milliseconds: Int64, card: String, before: CardSnapshot, in db: Database
  ) throws -> Bool {
    guard
      let last = try Row.fetchOne(
        db, sql: "SELECT card, time_ms FROM log ORDER BY seq DESC LIMIT 1")
    else { return false }
    let time: Int64 = last["time_ms"]
    let grace: Int64 = last["card"] == card ? 0 : 60_000
    return milliseconds < time - grace
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}

extension Scheduler {
  /// The row of `schedulers` with these settings, made when there is none.
  func identifier(in db: Database) throws -> Int64 {
    let settings: StatementArguments = [
      Self.version, Self.json(parameters.weights), desiredRetention, Self.json(learningSteps),
      Self.json(relearningSteps), maximumInterval, fuzzes,
    ]
    let known = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM schedulers WHERE version = ? AND weights = ? AND desired_retention = ?
          AND learning_steps = ? AND relearning_steps = ? AND maximum_interval = ? AND fuzz = ?
        """, arguments: settings)
    if let known { return known }
    try db.execute(
      sql: """
        INSERT INTO schedulers (version, weights, desired_retention, learning_steps,
          relearning_steps, maximum_interval, fuzz) VALUES (?, ?, ?, ?, ?, ?, ?)
        """, arguments: settings)
    return db.lastInsertedRowID
  }

  /// The scheduler of a row of `schedulers`; nil when this program cannot compute it.
  init?(row: Row) throws {
    guard row["version"] == Self.version else { return nil }
    do {
      try self.init(
        parameters: FSRSParameters(Self.numbers(row["weights"])),
        desiredRetention: row["desired_retention"],
        learningSteps: Self.numbers(row["learning_steps"]),
        relearningSteps: Self.numbers(row["relearning_steps"]),
        maximumInterval: row["maximum_interval"], fuzzes: row["fuzz"])
    } catch is SchedulerError {
      return nil
    }
  }

  /// Swift prints a `Double` with as many digits as are needed to read the same one back.
  private static func json(_ numbers: [Double]) -> String {
    "[" + numbers.map(\.description).joined(separator: ",") + "]"
  }

  private static func numbers(_ json: String) throws -> [Double] {
    try JSONDecoder().decode([Double].self, from: Data(json.utf8))
  }
}
