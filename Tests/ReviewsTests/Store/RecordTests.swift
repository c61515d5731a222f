import Foundation
import GRDB
import Reviews
import Testing

@Suite struct `An answer` {
  @Test func `is on disk for a second connection before the call returns`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    let receipt = try store.record(
      Answer(
        card: "a1", grade: .easy, at: noon(0), zone: gmt, duration: .milliseconds(2500),
        typed: "p99", correct: true))
    let reader = try #require(try ReviewStore.readOnly(path: folder.store))
    let logged = try #require(try reader.log().first)
    #expect(logged.id == receipt.id)
    #expect(logged.card == "a1")
    #expect(logged.grade == .easy)
    #expect(logged.at == noon(0))
    #expect(logged.zone == "GMT")
    #expect(logged.duration == .milliseconds(2500))
    #expect(logged.typed == "p99")
    #expect(logged.correct == true)
    #expect(logged.after == receipt.card)
    #expect(try reader.card("a1")?.state == receipt.card)
  }

  /// Easy first: S = w3 = 8.2956 days, so 8 days after 2025-01-01.
  @Test func `moves its card as the scheduler says, due from the beginning of the day`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    let receipt = try store.answer("a1", .easy, noon(0))
    #expect(receipt.interval == .days(8))
    #expect(receipt.dueDay.description == "2025-01-09")
    #expect(receipt.card.due == (try moment("2025-01-09T04:00:00Z")))
    #expect(try store.due(at: moment("2025-01-09T03:59:59Z"), zone: gmt).isEmpty)
    #expect(try store.due(at: moment("2025-01-09T04:00:00Z"), zone: gmt) == ["a1"])
  }

  @Test func `in the steps makes its card due at the minute`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    let receipt = try store.answer("a1", .good, noon(0))
    #expect(receipt.interval == .seconds(600))
    #expect(try store.due(at: noon(0).addingTimeInterval(599), zone: gmt).isEmpty)
    #expect(try store.due(at: noon(0).addingTimeInterval(600), zone: gmt) == ["a1"])
  }

  @Test func `to an unknown card is refused and leaves nothing`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    #expect(throws: ReviewStoreError.unknownCard("b1")) {
      try store.answer("b1", .good, noon(0))
    }
    #expect(try store.log().isEmpty)
  }

  /// The reference counts whole periods of 24 hours and would call this the same day.
  @Test func `counts calendar days`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    try store.answer("a1", .easy, moment("2025-01-01T23:00:00Z"))
    let receipt = try store.answer("a1", .good, moment("2025-01-02T05:00:00Z"))
    #expect(receipt.elapsedDays == 1)
    let night = try store.answer("a1", .good, moment("2025-01-03T03:00:00Z"))
    #expect(night.elapsedDays == 0)
  }

  @Test func `counts days over clock changes and leap days`() throws {
    let prague = try #require(TimeZone(identifier: "Europe/Prague"))
    let store = try ReviewStore.withCards(["a": 1])
    // 23 hours apart over the beginning of summer time, 2025-03-30.
    try store.answer("a1", .easy, moment("2025-03-29T11:00:00Z"), zone: prague)
    #expect(
      try store.answer("a1", .good, moment("2025-03-30T10:00:00Z"), zone: prague).elapsedDays == 1)
    // 25 hours apart over its end, 2025-10-26.
    try store.answer("a1", .good, moment("2025-10-25T10:00:00Z"), zone: prague)
    #expect(
      try store.answer("a1", .good, moment("2025-10-26T11:00:00Z"), zone: prague).elapsedDays == 1)
    try store.answer("a1", .good, moment("2028-02-28T12:00:00Z"), zone: gmt)
    #expect(try store.answer("a1", .good, moment("2028-03-01T12:00:00Z")).elapsedDays == 2)
  }

  @Test func `counts days where the learner is`() throws {
    let taipei = try #require(TimeZone(identifier: "Asia/Taipei"))
    let hawaii = try #require(TimeZone(identifier: "Pacific/Honolulu"))
    let store = try ReviewStore.withCards(["a": 1])
    // 2025-01-02 06:00 in Taipei; eight hours later it is 2025-01-01 20:00 in Hawaii.
    try store.answer("a1", .easy, moment("2025-01-01T22:00:00Z"), zone: taipei)
    let west = try store.answer("a1", .good, moment("2025-01-02T06:00:00Z"), zone: hawaii)
    #expect(west.elapsedDays == 0)
    #expect(!west.clockWentBackwards)
    // Back over the date line: ten hours later it is two calendar days on.
    let east = try store.answer("a1", .good, moment("2025-01-02T20:30:00Z"), zone: taipei)
    #expect(east.elapsedDays == 2)
    #expect(try store.verify().isEmpty)
  }

  @Test func `makes a card due on its day wherever the learner is by then`() throws {
    let taipei = try #require(TimeZone(identifier: "Asia/Taipei"))
    let hawaii = try #require(TimeZone(identifier: "Pacific/Honolulu"))
    let store = try ReviewStore.withCards(["a": 1])
    let receipt = try store.answer("a1", .easy, moment("2025-01-01T04:00:00Z"), zone: taipei)
    #expect(receipt.dueDay.description == "2025-01-09")
    // 04:00 on the 9th is 20:00 GMT the day before in Taipei, and 14:00 GMT in Hawaii.
    #expect(try store.due(at: moment("2025-01-08T20:00:00Z"), zone: taipei) == ["a1"])
    #expect(try store.due(at: moment("2025-01-09T13:59:59Z"), zone: hawaii).isEmpty)
    #expect(try store.due(at: moment("2025-01-09T14:00:00Z"), zone: hawaii) == ["a1"])
  }

  @Test func `takes a clock that went back for zero days, and tells it once`() throws {
    let store = try ReviewStore.withCards(["a": 2])
    #expect(!(try store.answer("a1", .easy, noon(30)).clockWentBackwards))
    let back = try store.answer("a1", .good, noon(2))
    #expect(back.clockWentBackwards)
    #expect(back.elapsedDays == 0)
    #expect(!(try store.answer("a2", .good, noon(2).addingTimeInterval(30)).clockWentBackwards))
    // The next answer counts from the clock as it is now.
    let next = try store.answer("a1", .good, noon(5))
    #expect(!next.clockWentBackwards)
    #expect(next.elapsedDays == 3)
    #expect(try store.verify().isEmpty)
  }

  @Test func `forgives two programs that finish out of order within a minute`() throws {
    let store = try ReviewStore.withCards(["a": 2])
    try store.answer("a1", .good, noon(0))
    #expect(!(try store.answer("a2", .good, noon(0).addingTimeInterval(-59)).clockWentBackwards))
    #expect(try store.answer("a1", .good, noon(0).addingTimeInterval(-600)).clockWentBackwards)
  }

  @Test func `survives a clock at the ends of time`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    try store.answer("a1", .good, .distantPast)
    try store.answer("a1", .good, .distantFuture)
    try store.answer("a1", .good, .distantPast)
    #expect(try store.verify().isEmpty)
  }

  @Test func `of the eighth lapse marks a leech`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    var day = 0
    var receipt = try store.answer("a1", .easy, noon(day))
    for lapse in 1...8 {
      #expect(!receipt.isLeech)
      day += 10
      receipt = try store.answer("a1", .again, noon(day))
      #expect(receipt.lapses == lapse)
      if lapse < 8 { receipt = try store.answer("a1", .good, noon(day).addingTimeInterval(600)) }
    }
    #expect(receipt.isLeech)
    #expect(try store.mostForgotten(limit: 3).map(\.id) == ["a1"])
  }

  @Test func `with fuzz is computed again to the same day`() throws {
    let store = try ReviewStore.withCards(["a": 20])
    for index in 1...20 {
      for day in [0, 8, 40, 150] {
        try store.answer("a\(index)", .easy, noon(day), scheduler: .standard)
      }
    }
    let days = Set(try store.cards().compactMap(\.dueDay))
    #expect(days.count > 5)
    #expect(try store.verify().isEmpty)
  }

  @Test(arguments: [
    "UPDATE log SET grade = 4", "DELETE FROM log",
    "INSERT OR REPLACE INTO log SELECT * FROM log LIMIT 1",
    "UPDATE undos SET time_ms = 0", "DELETE FROM undos",
    "INSERT OR REPLACE INTO undos SELECT * FROM undos LIMIT 1",
    "UPDATE schedulers SET desired_retention = 0.5", "DELETE FROM schedulers",
    "DELETE FROM cards",
    "UPDATE attempts SET points = 9", "DELETE FROM attempts",
  ])
  func `cannot be changed in the log`(sql: String) throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .good, noon(0))
    try store.answer("a1", .good, noon(1))
    try store.undo(at: noon(1), zone: gmt)
    try store.add(AttemptTests.attempt("x", 5))
    let queue = try DatabaseQueue(path: folder.store)
    #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
    #expect(try store.log(includingUndone: true).count == 2)
  }

  @Test(arguments: [
    "state = 4", "state = 2", "step = NULL", "stability = 0.0001", "difficulty = 11",
    "stability = NULL", "due_ms = NULL", "reviews = 0", "lapses = 9", "orphaned = 2",
    "due_day = 'soon'",
  ])
  func `leaves a card within the schema's rules`(change: String) throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .good, noon(0))
    let error = #expect(throws: DatabaseError.self) {
      try folder.tamper("UPDATE cards SET \(change)")
    }
    #expect(error?.resultCode == .SQLITE_CONSTRAINT)
  }
}
