import Reviews
import Testing

@Suite struct `A review session` {
  @Test func `asks each card until it is recalled once`() {
    var session = ReviewSession(["a", "b", "a"])
    #expect(session.remaining == ["a", "b"])
    session.answer(.good)
    session.answer(.hard)
    #expect(session.next == nil)
    #expect(session.recalled == ["a", "b"])
    #expect(session.answer(.good) == nil)
  }

  @Test func `brings a forgotten card back after a few others`() {
    var session = ReviewSession(["a", "b", "c", "d", "e", "f"])
    session.answer(.again)
    #expect(session.remaining == ["b", "c", "d", "e", "a", "f"])
    for _ in 0..<4 { session.answer(.good) }
    #expect(session.next == "a")
    session.answer(.again)
    #expect(session.remaining == ["f", "a"])
    session.answer(.easy)
    session.answer(.again)
    #expect(session.remaining == ["a"])
    session.answer(.good)
    #expect(session.next == nil)
  }

  @Test func `steps back through its answers`() {
    var session = ReviewSession(["a", "b", "c"])
    session.answer(.good)
    session.answer(.again)
    #expect(session.undo() == "b")
    #expect(session.remaining == ["b", "c"])
    #expect(session.recalled == ["a"])
    #expect(session.undo() == "a")
    #expect(session.recalled.isEmpty)
    #expect(session.undo() == nil)
    #expect(session == ReviewSession(["a", "b", "c"]))
  }
}

@Suite struct `A proposed grade` {
  @Test func `follows correctness and time`() {
    #expect(Grade.proposed(isCorrect: false, duration: .seconds(1)) == .again)
    #expect(Grade.proposed(isCorrect: true, duration: .seconds(2)) == .easy)
    #expect(Grade.proposed(isCorrect: true, duration: .seconds(12)) == .good)
    #expect(Grade.proposed(isCorrect: true, duration: .seconds(90)) == .hard)
    #expect(
      Grade.proposed(isCorrect: true, duration: .seconds(90), reading: .seconds(40)) == .good)
  }
}
