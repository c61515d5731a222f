import Foundation
import GRDB

/// The part of a card that answers change: what the log keeps before and after each of them.
struct CardSnapshot: Codable, Hashable, Sendable {
  var state: Int
  var step: Int?
  var stability: Double?
  var difficulty: Double?
  var dueMilliseconds: Int64?
  var dueDay: Int?
  var answeredMilliseconds: Int64?
  var answeredDay: Int?
  var reviews: Int
  var lapses: Int
  var introducedMilliseconds: Int64?
  var soonerDay: Int?

  /// The names of the columns in `cards`, and of the keys in the log's JSON.
  enum CodingKeys: String, CodingKey {
    case state, step, stability, difficulty, reviews, lapses
    case dueMilliseconds = "due_ms"
    case dueDay = "due_day"
    case answeredMilliseconds = "answered_ms"
    case answeredDay = "answered_day"
    case introducedMilliseconds = "introduced_ms"
    case soonerDay = "sooner_day"
  }

  /// A card that was never asked.
  static let new = CardSnapshot(state: 1, step: 0, reviews: 0, lapses: 0)
}

extension CardSnapshot: FetchableRecord {
  static let columns =
    "state, step, stability, difficulty, due_ms, due_day, answered_ms, answered_day, reviews, "
    + "lapses, introduced_ms, sooner_day"

  static func fetch(_ db: Database, card: String) throws -> CardSnapshot? {
    try CardSnapshot.fetchOne(
      db, sql: "SELECT \(columns) FROM cards WHERE id = ?", arguments: [card])
  }

  func save(_ db: Database, card: String) throws {
    try db.execute(
      sql: """
        UPDATE cards SET state = ?, step = ?, stability = ?, difficulty = ?, due_ms = ?,
          due_day = ?, answered_ms = ?, answered_day = ?, reviews = ?, lapses = ?,
          introduced_ms = ?, sooner_day = ?
        WHERE id = ?
        """,
      arguments: [
        state, step, stability, difficulty, dueMilliseconds, dueDay, answeredMilliseconds,
        answeredDay, reviews, lapses, introducedMilliseconds, soonerDay, card,
      ])
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  init(json: String) throws {
    self = try JSONDecoder().decode(CardSnapshot.self, from: Data(json.utf8))
  }
}

extension CardSnapshot {
  /// When and where an answer was given.
  struct Moment {
    let milliseconds: Int64
    let zone: TimeZone

    init(_ date: Date, _ zone: TimeZone) {
      self.init(milliseconds: date.millisecondsSince1970, zone: zone)
    }

    init(milliseconds: Int64, zone: TimeZone) {
      self.milliseconds = milliseconds
      self.zone = zone
    }

    var date: Date { Date(millisecondsSince1970: milliseconds) }
    var day: CalendarDay { CalendarDay(containing: date, in: zone) }
  }

  /// Whole calendar days since the last answer; zero for a clock that went backwards.
  func elapsedDays(milliseconds: Int64, day: Int) -> Int {
    guard let answeredMilliseconds, let answeredDay, milliseconds >= answeredMilliseconds else {
      return 0
    }
    // A traveller who flies west over the date line answers on an earlier day, later.
    return max(0, day - answeredDay)
  }

  /// The card after an answer.
  ///
  /// In review a card is due from the beginning of its day, wherever the learner is by then; in
  /// the steps, at its minute.
  func answered(
    card: String, grade: Grade, at moment: Moment, day: CalendarDay, elapsedDays: Int,
    scheduler: Scheduler
  ) -> (snapshot: CardSnapshot, schedule: Schedule) {
    let schedule = scheduler.schedule(
      cardState(id: card), grade: grade, elapsedDays: elapsedDays, at: moment.date)
    var next = self
    next.state = schedule.card.phase.rawValue
    next.step = schedule.card.step
    next.stability = schedule.card.memory?.stability
    next.difficulty = schedule.card.memory?.difficulty
    switch schedule.interval {
    case .seconds(let seconds):
      next.dueMilliseconds =
        moment.milliseconds + Int64((seconds * 1000).rounded(.toNearestOrEven))
      let due = Date(millisecondsSince1970: next.dueMilliseconds ?? 0)
      next.dueDay = CalendarDay(containing: due, in: moment.zone).number
    case .days(let days):
      let due = day.advanced(by: days)
      next.dueDay = due.number
      next.dueMilliseconds = due.start(in: moment.zone).millisecondsSince1970
    }
    next.answeredMilliseconds = moment.milliseconds
    next.answeredDay = day.number
    next.reviews = reviews + 1
    if state == CardState.Phase.review.rawValue, grade == .again { next.lapses += 1 }
    next.introducedMilliseconds = introducedMilliseconds ?? moment.milliseconds
    next.soonerDay = nil
    return (next, schedule)
  }

  func cardState(id: String) -> CardState {
    var memory: MemoryState?
    if let stability, let difficulty {
      memory = MemoryState(stability: stability, difficulty: difficulty)
    }
    return CardState(
      id: id, phase: CardState.Phase(rawValue: state) ?? .learning, step: step, memory: memory,
      due: dueMilliseconds.map(Date.init(millisecondsSince1970:)) ?? .distantFuture,
      lastReview: answeredMilliseconds.map(Date.init(millisecondsSince1970:)), reviews: reviews)
  }
}

extension Date {
  init(millisecondsSince1970 milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// Whole milliseconds, rounded down; the store keeps no finer time.
  var millisecondsSince1970: Int64 {
    // Bounded, for distantPast and distantFuture are dates like any other to a caller.
    Int64((min(max(timeIntervalSince1970, -1e13), 1e13) * 1000).rounded(.down))
  }
}
