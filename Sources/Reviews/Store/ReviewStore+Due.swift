public import Foundation
import GRDB

/// What is to be asked, now and later.
extension ReviewStore {
  /// A card is asked when its day has come in review and before the first answer, at its minute
  /// in the steps, and never when orphaned, suspended, buried or not introduced.
  private static let isAsked = """
    introduced_ms IS NOT NULL AND orphaned = 0 AND suspended = 0
    AND course = coalesce(:course, course)
    AND coalesce(buried_until_day <= :today, 1)
    """
  private static let isDue = """
    (coalesce(sooner_day <= :today, 0)
      OR CASE WHEN stability IS NULL OR state = 2 THEN due_day <= :today ELSE due_ms <= :now END)
    """

  /// The cards that are due, in the order to ask them: reviews before new cards, the lessons
  /// interleaved, the longest overdue taken first when a limit applies.
  ///
  /// - Parameters:
  ///   - course: the course whose cards are meant; nil for all.
  ///   - time: now.
  ///   - zone: where the learner is.
  ///   - limitNew: first answers per calendar day, those already given today included; nil for
  ///     no limit.
  ///   - limitReviews: reviews per calendar day, those of today included; nil for no limit. Cards
  ///     in their steps do not count.
  /// - Throws: ``ReviewStoreError``.
  public func due(
    ofCourse course: String? = nil, at time: Date, zone: TimeZone = .current,
    limitNew: Int? = nil, limitReviews: Int? = nil
  ) throws -> [String] {
    let moment = CardSnapshot.Moment(time, zone)
    let (rows, done) = try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT id, lesson, state, reviews FROM cards WHERE \(Self.isAsked) AND \(Self.isDue)
          ORDER BY due_day, due_ms, id
          """, arguments: Self.arguments(moment, course))
      return (rows, try Self.answeredToday(moment.day, in: db))
    }
    var steps: [(id: String, lesson: String)] = []
    var reviews: [(id: String, lesson: String)] = []
    var new: [(id: String, lesson: String)] = []
    for row in rows {
      let card = (id: row["id"] as String, lesson: row["lesson"] as String)
      switch (row["reviews"] as Int, row["state"] as Int) {
      case (0, _): new.append(card)
      case (_, CardState.Phase.review.rawValue): reviews.append(card)
      default: steps.append(card)
      }
    }
    let known = Interleaving.mix(
      steps + reviews.prefix(limitReviews.map { max(0, $0 - done.reviews) } ?? reviews.count))
    let first = Interleaving.mix(
      Array(new.prefix(limitNew.map { max(0, $0 - done.new) } ?? new.count)),
      after: known.last?.lesson)
    return (known + first).map(\.id)
  }

  /// How many cards are due; for a status line.
  ///
  /// - Parameter course: the course whose cards are meant; nil for all.
  /// - Throws: ``ReviewStoreError``.
  public func dueCount(
    ofCourse course: String? = nil, at time: Date, zone: TimeZone = .current
  ) throws -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM cards WHERE \(Self.isAsked) AND \(Self.isDue)",
        arguments: Self.arguments(CardSnapshot.Moment(time, zone), course)) ?? 0
    }
  }

  /// The earliest moment after `time` at which a card becomes due that is not due yet.
  ///
  /// - Parameter course: the course whose cards are meant; nil for all.
  /// - Returns: nil when nothing is planned.
  /// - Throws: ``ReviewStoreError``.
  public func nextDue(
    ofCourse course: String? = nil, after time: Date, zone: TimeZone = .current
  ) throws -> Date? {
    let moment = CardSnapshot.Moment(time, zone)
    return try read { db in
      try Self.waiting(moment, course, in: db).map { card in
        card.isOnDay ? card.day.start(in: zone) : card.moment
      }.min()
    }
  }

  /// How many cards become due on each of the coming days, if nothing were answered.
  ///
  /// - Parameters:
  ///   - days: how many days, today included.
  ///   - time: now.
  /// - Returns: one count for each day; today's holds what is overdue.
  /// - Throws: ``ReviewStoreError``.
  public func forecast(
    days: Int, from time: Date, zone: TimeZone = .current
  ) throws -> [Int] {
    precondition(days > 0, "a forecast covers at least today")
    let moment = CardSnapshot.Moment(time, zone)
    let waiting = try read { db in try Self.waiting(moment, nil, in: db) }
    var counts = Array(repeating: 0, count: days)
    counts[0] = try dueCount(at: time, zone: zone)
    for card in waiting {
      let day = card.isOnDay ? card.day : CalendarDay(containing: card.moment, in: zone)
      let offset = max(0, day.days(since: moment.day))
      if offset < days { counts[offset] += 1 }
    }
    return counts
  }

  /// A card that will be asked, and is not due yet.
  private struct Waiting {
    let day: CalendarDay
    let moment: Date
    /// Whether it is due from the beginning of its day, not at its minute.
    let isOnDay: Bool
  }

  private static func waiting(
    _ moment: CardSnapshot.Moment, _ course: String?, in db: Database
  ) throws -> [Waiting] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT stability IS NULL OR state = 2 AS on_day, due_day, due_ms, buried_until_day,
          sooner_day
        FROM cards
        WHERE introduced_ms IS NOT NULL AND orphaned = 0 AND suspended = 0
          AND course = coalesce(:course, course) AND NOT (\(isAsked) AND \(isDue))
        """, arguments: arguments(moment, course))
    return rows.map { row in
      let due: Int = row["due_day"]
      let wanted = min((row["sooner_day"] as Int?) ?? due, due)
      let buried: Int? = row["buried_until_day"]
      let isBuried = (buried ?? .min) > moment.day.number
      let day = max(wanted, buried ?? wanted)
      return Waiting(
        day: CalendarDay(number: day), moment: Date(millisecondsSince1970: row["due_ms"]),
        isOnDay: isBuried || row["on_day"])
    }
  }

  private static func arguments(
    _ moment: CardSnapshot.Moment, _ course: String?
  ) -> StatementArguments {
    ["today": moment.day.number, "now": moment.milliseconds, "course": course]
  }

  private static func answeredToday(
    _ day: CalendarDay, in db: Database
  ) throws -> (new: Int, reviews: Int) {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT
          count(DISTINCT CASE WHEN json_extract(before, '$.reviews') = 0 THEN card END) AS new,
          count(DISTINCT CASE WHEN json_extract(before, '$.state') = 2 THEN card END) AS reviews
        FROM kept_log WHERE day = ? AND kind = 'answer'
        """, arguments: [day.number])
    return (row?["new"] ?? 0, row?["reviews"] ?? 0)
  }
}
