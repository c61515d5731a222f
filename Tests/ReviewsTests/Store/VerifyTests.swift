import Foundation
import Reviews
import Testing

@Suite struct `A verification` {
  /// A store with every kind of entry: answers, lapses, undone answers, a new start.
  static func busyStore(_ folder: TemporaryFolder) throws -> ReviewStore {
    let store = try folder.open()
    try store.prepare(["a": 6, "b": 4])
    var generator = SplitMix(state: 7)
    for day in 0..<60 {
      for card in try store.due(at: noon(day), zone: gmt) {
        let grade = Grade(rawValue: Int(generator.next() % 4) + 1) ?? .good
        try store.answer(card, grade, noon(day), scheduler: day < 30 ? plain : .standard)
        if generator.next() % 7 == 0 { try store.undo(at: noon(day), zone: gmt) }
        if generator.next() % 31 == 0 { try store.startAnew(card: card, at: noon(day), zone: gmt) }
      }
    }
    return store
  }

  struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  @Test func `finds nothing in a store that was used as meant`() throws {
    let folder = try TemporaryFolder()
    let store = try Self.busyStore(folder)
    let log = try store.log(includingUndone: true)
    #expect(log.count > 100)
    #expect(log.contains { $0.isUndone })
    #expect(log.contains { $0.grade == nil })
    #expect(try store.verify().isEmpty)
    #expect(try store.repair().isEmpty)
    #expect(try store.quickCheck().isEmpty)
  }

  @Test(arguments: [
    ("UPDATE cards SET stability = stability * 2 WHERE id = 'a1'", "stability"),
    ("UPDATE cards SET difficulty = 9.5 WHERE id = 'a1'", "difficulty"),
    (
      "UPDATE cards SET state = 2, step = NULL, lapses = reviews, due_day = 5 WHERE id = 'a1'",
      "lapses"
    ),
    ("UPDATE cards SET reviews = reviews + 1 WHERE id = 'a1'", "reviews"),
    ("UPDATE cards SET answered_day = answered_day - 1 WHERE id = 'a1'", "answered_day"),
    (
      "UPDATE cards SET state = 2, step = NULL, due_day = due_day + 1000 WHERE id = 'a1'",
      "due_day"
    ),
  ])
  func `finds a card that was changed, and repair mends it`(sql: String, field: String) throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 2])
    try store.answer("a1", .easy, noon(0))
    try store.answer("a1", .good, noon(8))
    let cards = try store.cards()
    try folder.tamper(sql)
    let found = try store.verify()
    #expect(
      found.contains {
        if case .card(id: "a1", field: field, stored: _, computed: _) = $0 { true } else { false }
      }, "\(found)")
    #expect(try store.repair() == ["a1"])
    #expect(try store.verify().isEmpty)
    #expect(try store.cards() == cards)
  }

  @Test func `mends a whole store from its log`() throws {
    let folder = try TemporaryFolder()
    let store = try Self.busyStore(folder)
    let cards = try store.cards()
    try folder.tamper(
      """
      UPDATE cards SET state = 1, step = 0, stability = NULL, difficulty = NULL,
        answered_ms = NULL, answered_day = NULL, lapses = 0, reviews = 0
      """)
    #expect(try !store.verify().isEmpty)
    try store.repair()
    #expect(try store.verify().isEmpty)
    #expect(try store.cards() == cards)
  }

  @Test func `finds a card that was deleted, and repair brings it back`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 2])
    let state = try store.answer("a1", .easy, noon(0)).card
    try folder.tamper("DELETE FROM cards WHERE id = 'a1'")
    #expect(try store.verify() == [.missingCard(id: "a1")])
    #expect(try store.quickCheck().count == 1)
    #expect(try store.repair() == ["a1"])
    #expect(try store.verify().isEmpty)
    #expect(try store.register(cards: seeds(["a": 2])).returned == ["a1"])
    #expect(try store.card("a1")?.state == state)
  }

  @Test func `finds a card without answers that has a memory`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try folder.tamper(
      """
      UPDATE cards SET stability = 5, difficulty = 5, answered_ms = 0, answered_day = 0,
        reviews = 1, state = 2, step = NULL
      """)
    #expect(try !store.verify().isEmpty)
    #expect(try store.repair() == ["a1"])
    #expect(try store.due(at: noon(0), zone: gmt) == ["a1"])
  }

  @Test(arguments: [
    ("grade = 4", "stability"), ("elapsed_days = 3", "elapsed_days"),
    ("time_ms = time_ms - 86400000", "answered_ms"),
  ])
  func `finds a log that was changed, which repair does not hide`(
    change: String, field: String
  ) throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .easy, noon(0))
    try store.answer("a1", .good, noon(8))
    try folder.tamper(
      """
      DROP TRIGGER log_keeps_rows;
      UPDATE log SET \(change) WHERE seq = 2;
      """)
    let isFound = { (found: [Discrepancy]) in
      found.contains {
        if case .log(row: 2, card: "a1", field: field, stored: _, computed: _) = $0 {
          true
        } else {
          false
        }
      }
    }
    #expect(isFound(try store.verify()))
    try store.repair()
    #expect(isFound(try store.verify()))
  }

  @Test func `says when a later program's scheduler is needed`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .easy, noon(0))
    try folder.tamper(
      "DROP TRIGGER schedulers_keep_rows; UPDATE schedulers SET version = 'FSRS-9'")
    #expect(
      try store.verify() == [.unknownScheduler(row: 1, card: "a1", version: "FSRS-9")])
    #expect(try store.repair().isEmpty)
  }
}
