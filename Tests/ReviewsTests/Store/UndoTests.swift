import Foundation
import Reviews
import Testing

@Suite struct `Undo` {
  @Test func `takes several answers back, over restarts, and keeps them in the log`() throws {
    let folder = try TemporaryFolder()
    var store = try folder.open()
    try store.prepare(["a": 2])
    let start = try store.cards()
    try store.answer("a1", .good, noon(0))
    let afterFirst = try store.cards()
    try store.answer("a2", .easy, noon(0))
    try store.answer("a1", .again, noon(1))
    try store.close()

    store = try folder.open()
    let last = try #require(try store.undo(at: noon(1), zone: gmt))
    #expect(last.card == "a1")
    #expect(last.grade == .again)
    #expect(last.at == noon(1))
    #expect(try store.undo(at: noon(1), zone: gmt)?.card == "a2")
    #expect(try store.cards() == afterFirst)
    try store.close()

    store = try folder.open()
    #expect(try store.undo(at: noon(2), zone: gmt)?.card == "a1")
    #expect(try store.undo(at: noon(2), zone: gmt) == nil)
    #expect(try store.cards() == start)
    #expect(try store.log().isEmpty)
    #expect(try store.log(includingUndone: true).count == 3)
    #expect(try store.verify().isEmpty)
  }

  @Test func `then answering counts from the answer before`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    try store.answer("a1", .easy, noon(0))
    try store.answer("a1", .again, noon(3))
    try store.undo(at: noon(3), zone: gmt)
    let receipt = try store.answer("a1", .good, noon(8))
    #expect(receipt.elapsedDays == 8)
    #expect(receipt.lapses == 0)
    #expect(try store.verify().isEmpty)
    #expect(try store.undo(at: noon(8), zone: gmt)?.grade == .good)
    #expect(try store.undo(at: noon(8), zone: gmt)?.grade == .easy)
  }

  @Test func `takes a card's new start back`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    try store.answer("a1", .easy, noon(0))
    let before = try store.cards()
    try store.startAnew(card: "a1", at: noon(1), zone: gmt)
    let fresh = try #require(try store.card("a1"))
    #expect(fresh.state.memory == nil)
    #expect(fresh.state.reviews == 0)
    #expect(try store.due(at: noon(1), zone: gmt) == ["a1"])
    #expect(try store.verify().isEmpty)
    try store.answer("a1", .good, noon(1))
    #expect(try store.verify().isEmpty)
    try store.undo(at: noon(1), zone: gmt)
    let undone = try #require(try store.undo(at: noon(1), zone: gmt))
    #expect(undone.grade == nil)
    #expect(try store.cards() == before)
    #expect(try store.verify().isEmpty)
  }
}
