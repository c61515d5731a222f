import Foundation
import Reviews
import Testing

@Suite struct `A registration` {
  static func seed(_ id: String, _ revision: String = "1", answer: String? = nil) -> CardSeed {
    CardSeed(id: id, lesson: "a", revision: revision, answerRevision: answer)
  }

  @Test func `adds cards once`() throws {
    let store = try ReviewStore.inMemory()
    #expect(try store.register(cards: seeds(["a": 2])).added == ["a1", "a2"])
    let cards = try store.cards()
    #expect(try store.register(cards: seeds(["a": 2])).isEmpty)
    #expect(try store.register(cards: seeds(["a": 2]) + seeds(["a": 1])).isEmpty)
    #expect(try store.cards() == cards)
  }

  @Test func `keeps the history of an edited card`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    let state = try store.answer("a1", .easy, noon(0)).card
    #expect(try store.register(cards: [Self.seed("a1", "2")]).revised == ["a1"])
    let card = try #require(try store.card("a1"))
    #expect(card.revision == "2")
    #expect(card.state == state)
  }

  @Test func `marks vanished cards as orphaned and takes them back by their id`() throws {
    let store = try ReviewStore.withCards(["a": 2])
    let state = try store.answer("a2", .easy, noon(0)).card
    #expect(try store.register(cards: seeds(["a": 1])).orphaned == ["a2"])
    #expect(try store.card("a2")?.isOrphaned == true)
    #expect(try store.due(at: noon(20), zone: gmt) == ["a1"])
    #expect(try store.log(ofCard: "a2").count == 1)
    let moved = CardSeed(id: "a2", lesson: "b", revision: "1")
    #expect(try store.register(cards: seeds(["a": 1]) + [moved]).returned == ["a2"])
    let card = try #require(try store.card("a2"))
    #expect(card.lesson == "b")
    #expect(card.state == state)
    #expect(try Set(store.due(at: noon(20), zone: gmt)) == ["a1", "a2"])
  }

  @Test func `leaves other courses alone`() throws {
    let store = try ReviewStore.inMemory()
    try store.register(cards: seeds(["a": 1]), course: "one")
    #expect(try store.register(cards: seeds(["b": 1]), course: "two").orphaned.isEmpty)
    #expect(try store.register(cards: [], course: "two").orphaned == ["b1"])
    #expect(try store.card("a1")?.isOrphaned == false)
  }

  @Test func `asks about an answered card whose answer changed, until told`() throws {
    let store = try ReviewStore.inMemory()
    try store.register(cards: ["x", "y", "z"].map { Self.seed($0, answer: "1") })
    for card in ["x", "y"] { try store.answer(card, .easy, noon(0)) }
    let changed = ["x", "y", "z"].map { Self.seed($0, "2", answer: "2") }
    try store.register(cards: changed)
    // z has no history that could be kept.
    #expect(try store.cardsWithChangedAnswer() == ["x", "y"])
    #expect(try store.register(cards: changed).isEmpty)
    try store.keepHistory(of: "x")
    try store.startAnew(card: "y", at: noon(1), zone: gmt)
    #expect(try store.cardsWithChangedAnswer().isEmpty)
    #expect(try store.register(cards: changed).isEmpty)
    #expect(try store.card("x")?.state.reviews == 1)
    #expect(try store.card("y")?.state.reviews == 0)
    #expect(try store.log(ofCard: "y").count == 2)
  }

  @Test func `forgets the question when the answer is changed back`() throws {
    let store = try ReviewStore.inMemory()
    try store.register(cards: [Self.seed("x", answer: "1")])
    try store.answer("x", .easy, noon(0))
    try store.register(cards: [Self.seed("x", answer: "2")])
    try store.register(cards: [Self.seed("x", answer: "1")])
    #expect(try store.cardsWithChangedAnswer().isEmpty)
  }
}
