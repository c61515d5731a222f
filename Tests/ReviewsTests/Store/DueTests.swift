import Foundation
import Reviews
import Testing

@Suite struct `What is due` {
  @Test func `holds no card that was never introduced`() throws {
    let store = try ReviewStore.inMemory()
    try store.register(cards: seeds(["a": 2, "b": 1]))
    #expect(try store.due(at: noon(900), zone: gmt).isEmpty)
    #expect(try store.nextDue(after: noon(0), zone: gmt) == nil)
    #expect(try store.introduceQuestions(ofLesson: "a", at: noon(0), zone: gmt) == 2)
    #expect(try store.introduceQuestions(ofLesson: "a", at: noon(1), zone: gmt) == 0)
    #expect(try store.due(at: noon(0), zone: gmt) == ["a1", "a2"])
    // An answer in a quiz introduces its card, too.
    try store.answer("b1", .easy, noon(0))
    #expect(try store.due(at: noon(8), zone: gmt).contains("b1"))
  }

  @Test func `holds the rows of a review plan after their days`() throws {
    let store = try ReviewStore.inMemory()
    try store.register(cards: [
      CardSeed(id: "a/plan/1", lesson: "a", revision: "1", dueOffsetDays: 1),
      CardSeed(id: "a/plan/7", lesson: "a", revision: "1", dueOffsetDays: 7),
      CardSeed(id: "a1", lesson: "a", revision: "1"),
    ])
    #expect(try store.introducePlan(ofLesson: "a", at: noon(0), zone: gmt) == 2)
    #expect(try store.introducePlan(ofLesson: "a", at: noon(3), zone: gmt) == 0)
    #expect(try store.due(at: noon(0), zone: gmt).isEmpty)
    #expect(try store.nextDue(after: noon(0), zone: gmt) == moment("2025-01-02T04:00:00Z"))
    #expect(try store.due(at: moment("2025-01-02T04:00:00Z"), zone: gmt) == ["a/plan/1"])
    #expect(try store.due(at: noon(7), zone: gmt) == ["a/plan/1", "a/plan/7"])
    // Its first answer is a first answer of FSRS: S = w2.
    let receipt = try store.answer("a/plan/7", .good, noon(7))
    #expect(receipt.card.memory?.stability == 2.3065)
    #expect(receipt.elapsedDays == 0)
    #expect(try store.verify().isEmpty)
  }

  @Test func `puts reviews before new cards and mixes the lessons`() throws {
    let store = try ReviewStore.withCards(["a": 4, "b": 2, "c": 1])
    for card in ["a1", "a2", "b1"] { try store.answer(card, .easy, noon(0)) }
    let due = try store.due(at: noon(8), zone: gmt)
    #expect(due.prefix(3) == ["a1", "b1", "a2"])
    #expect(Set(due.dropFirst(3)) == ["a3", "a4", "b2", "c1"])
    #expect(due.count == 7)
    #expect(try store.dueCount(at: noon(8), zone: gmt) == 7)
    let lessons = due.map { $0.first }
    #expect(zip(lessons, lessons.dropFirst()).allSatisfy { $0 != $1 })
  }

  @Test func `keeps the limits of a calendar day, the longest overdue first`() throws {
    let store = try ReviewStore.withCards(["a": 6])
    for (day, card) in ["a3", "a1", "a2"].enumerated() { try store.answer(card, .easy, noon(day)) }
    #expect(
      try store.due(at: noon(30), zone: gmt, limitNew: 0, limitReviews: 2) == ["a3", "a1"])
    try store.answer("a3", .good, noon(30))
    #expect(try store.due(at: noon(30), zone: gmt, limitNew: 0, limitReviews: 2) == ["a1"])
    #expect(try store.due(at: noon(30), zone: gmt, limitNew: 1, limitReviews: 0) == ["a4"])
    try store.answer("a4", .easy, noon(30))
    #expect(try store.due(at: noon(30), zone: gmt, limitNew: 1, limitReviews: 0).isEmpty)
    #expect(try store.due(at: noon(31), zone: gmt, limitNew: 1, limitReviews: 0) == ["a5"])
    try store.undo(at: noon(30), zone: gmt)
    #expect(try store.due(at: noon(30), zone: gmt, limitNew: 1, limitReviews: 0) == ["a4"])
  }

  @Test func `leaves out what is buried or suspended`() throws {
    let store = try ReviewStore.withCards(["a": 3])
    try store.bury(card: "a1", at: noon(0), zone: gmt)
    try store.suspend(card: "a2")
    #expect(try store.due(at: noon(0), zone: gmt) == ["a3"])
    #expect(try store.due(at: noon(1), zone: gmt) == ["a1", "a3"])
    try store.suspend(card: "a2", false)
    #expect(try store.due(at: noon(1), zone: gmt) == ["a1", "a2", "a3"])
    #expect(throws: ReviewStoreError.unknownCard("x")) { try store.suspend(card: "x") }
    #expect(throws: ReviewStoreError.unknownCard("x")) { try store.bury(card: "x", at: noon(0)) }
  }

  @Test func `holds cards that were brought forward until they are answered`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    try store.register(cards: seeds(["a": 2]))
    try store.answer("a1", .easy, noon(0))
    try store.bringForward(cards: ["a1", "a2", "unknown"], at: noon(1), zone: gmt)
    // a2 was not introduced yet.
    #expect(try store.due(at: noon(1), zone: gmt) == ["a1"])
    try store.answer("a1", .easy, noon(1))
    #expect(try store.due(at: noon(2), zone: gmt).isEmpty)
    try store.undo(at: noon(1), zone: gmt)
    #expect(try store.due(at: noon(2), zone: gmt) == ["a1"])
    #expect(try store.verify().isEmpty)
  }

  @Test func `is foretold by the next moment and by days`() throws {
    let store = try ReviewStore.withCards(["a": 4])
    try store.answer("a1", .good, noon(0))
    try store.answer("a2", .easy, noon(0))
    try store.answer("a3", .hard, noon(0))
    // a3 waits the mean of both steps, (60 + 600) / 2 = 330 s; a1 600 s; a2 until day 8.
    #expect(try store.nextDue(after: noon(0), zone: gmt) == noon(0).addingTimeInterval(330))
    #expect(
      try store.nextDue(after: noon(0).addingTimeInterval(330), zone: gmt)
        == noon(0).addingTimeInterval(600))
    #expect(try store.nextDue(after: noon(1), zone: gmt) == moment("2025-01-09T04:00:00Z"))
    #expect(
      try store.forecast(days: 10, from: noon(0), zone: gmt) == [3, 0, 0, 0, 0, 0, 0, 0, 1, 0])
    #expect(try store.forecast(days: 3, from: noon(7), zone: gmt) == [3, 1, 0])
    #expect(try store.forecast(days: 1, from: noon(20), zone: gmt) == [4])
  }

  @Test func `foretells a buried card on the day it returns`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    try store.bury(card: "a1", at: noon(0), zone: gmt)
    #expect(try store.forecast(days: 3, from: noon(0), zone: gmt) == [0, 1, 0])
    #expect(try store.nextDue(after: noon(0), zone: gmt) == moment("2025-01-02T04:00:00Z"))
  }

  @Test func `comes to numbers that can be drawn`() throws {
    let store = try ReviewStore.withCards(["a": 2])
    try store.answer("a1", .easy, noon(0))
    try store.answer("a2", .easy, noon(0))
    try store.answer("a1", .good, noon(8))
    try store.answer("a2", .again, noon(9))
    let first = CalendarDay(containing: noon(0), in: gmt)
    let last = first.advanced(by: 9)
    #expect(
      try store.answersPerDay(from: first, through: last)
        == [first: 2, first.advanced(by: 8): 1, last: 1])
    let retention = try store.retention(from: first, through: last)
    #expect(retention.remembered == 1)
    #expect(retention.total == 2)
    #expect(retention.share == 0.5)
    #expect(try store.retention(from: first, through: first).share == nil)
  }
}
