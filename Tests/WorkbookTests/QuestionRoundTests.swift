import Foundation
import Reviews
import Terminal
import Testing
import Workbook

@Suite struct `A sitting of questions` {
  /// Asks the two questions of the first lesson.
  @discardableResult
  private func quiz(
    _ learner: Learner, _ console: ScriptedConsole, only ids: [String]? = nil,
    at time: String = "2026-05-01T09:00:00Z"
  ) throws -> RoundSummary {
    let workbook = try learner.workbook(at: time)
    return try workbook.quiz(
      workbook.lesson("first"), only: ids, asker: console.asker,
      isInteractive: console.isInteractive)
  }

  @Test func `keeps each answer before a word is said about it`() throws {
    let learner = try Learner()
    let console = ScriptedConsole(lines: ["four", "6"])
    var seen: [[String]] = []
    console.willWrite = { text in
      if text.contains("Correct") || text.contains("Not yet") {
        seen.append(try learner.answers())
      }
    }
    let summary = try quiz(learner, console)
    #expect(summary == RoundSummary(answered: 2, right: 1))
    #expect(seen.first == ["first/twice good"])
    #expect(seen.last == ["first/twice good", "first/half again"])
    #expect(console.written.contains("2 answered, 1 right."))
  }

  @Test func `asks a forgotten card again when a person sits there`() throws {
    let learner = try Learner()
    let console = ScriptedConsole(
      lines: ["three", "5", "four"], keys: [.enter, .enter, .enter])
    let summary = try quiz(learner, console)
    #expect(summary == RoundSummary(answered: 3, right: 2))
    #expect(
      try learner.answers().map { $0.split(separator: " ")[0] }
        == ["first/twice", "first/half", "first/twice"])
  }

  @Test func `takes one line for each question from a pipe`() throws {
    let learner = try Learner()
    let console = ScriptedConsole(lines: ["three", "5", "four"])
    #expect(try quiz(learner, console) == RoundSummary(answered: 2, right: 1))
    #expect(try learner.answers() == ["first/twice again", "first/half good"])
  }

  @Test func `changes a grade by taking the answer back and giving it anew`() throws {
    let learner = try Learner()
    let console = ScriptedConsole(lines: ["four"], keys: [.character("2"), .enter])
    try quiz(learner, console, only: ["first/twice"])
    #expect(try learner.answers() == ["first/twice hard"])
    let store = try #require(try learner.workbook().openStoreToRead())
    let all = try store.log(includingUndone: true)
    #expect(all.map(\.isUndone) == [true, false])
    #expect(all.allSatisfy { $0.typed == "four" && $0.correct == true })
  }

  @Test func `counts a right answer that is graded down as forgotten, and asks it again`() throws {
    let learner = try Learner()
    let console = ScriptedConsole(
      lines: ["four", "four"], keys: [.character("1"), .enter, .enter])
    let summary = try quiz(learner, console, only: ["first/twice"])
    #expect(summary == RoundSummary(answered: 2, right: 1))
  }

  @Test func `takes the last answer back and asks its card again`() throws {
    let learner = try Learner()
    let console = ScriptedConsole(
      lines: ["three", "four", "5"], keys: [.character("u"), .enter, .enter])
    let summary = try quiz(learner, console)
    #expect(summary == RoundSummary(answered: 2, right: 2))
    #expect(console.written.contains("Taken back: `first/twice`"))
    let cards = try learner.answers().map { $0.split(separator: " ")[0] }
    #expect(cards == ["first/twice", "first/half"])
  }

  @Test func `takes an answer of an earlier sitting back and asks its card first`() throws {
    let learner = try Learner()
    try quiz(learner, ScriptedConsole(lines: ["three"]))
    #expect(try learner.answers() == ["first/twice again"])
    let console = ScriptedConsole(lines: [":u", "four", "5"], keys: [.enter, .enter])
    let summary = try quiz(
      learner, console, only: ["first/half"], at: "2026-05-02T09:00:00Z")
    #expect(summary == RoundSummary(answered: 2, right: 2))
    let cards = try learner.answers().map { $0.split(separator: " ")[0] }
    #expect(cards == ["first/twice", "first/half"])
    #expect(try !learner.answers().contains("first/twice again"))
  }

  @Test func `says so when there is nothing to take back`() throws {
    let console = ScriptedConsole(lines: [":u", "four"])
    let summary = try quiz(Learner(), console, only: ["first/twice"])
    #expect(summary == RoundSummary(answered: 1, right: 1))
    #expect(console.written.contains("There is no answer to take back."))
  }

  @Test(arguments: [Key.character("q"), .hangup])
  func `loses nothing when it is stopped`(_ key: Key) throws {
    let learner = try Learner()
    let console = ScriptedConsole(lines: ["four"], keys: [key])
    let summary = try quiz(learner, console)
    #expect(summary == RoundSummary(answered: 1, right: 1, stopped: true))
    #expect(try learner.answers().count == 1)
  }

  @Test func `tells that the clock went backwards, and keeps the answer`() throws {
    let learner = try Learner()
    try quiz(learner, ScriptedConsole(lines: ["four"]), at: "2026-05-02T09:00:00Z")
    let console = ScriptedConsole(lines: ["four"])
    try quiz(learner, console, at: "2026-05-01T09:00:00Z")
    #expect(console.written.contains("The clock stands earlier"))
    #expect(try learner.answers().count == 2)
  }

  @Test func `asks whether a card starts anew when its answer was edited`() throws {
    for (reply, expected) in [("y", ["first/twice new start"]), ("n", ["first/twice good"])] {
      let learner = try Learner()
      try quiz(learner, ScriptedConsole(lines: ["four"]))
      try learner.write(SampleCourse.first(answer: "vier"), to: "course/Lessons/01-first.md")
      let console = ScriptedConsole(lines: [reply, ":q"], keys: [])
      try quiz(learner, console, at: "2026-05-01T10:00:00Z")
      #expect(console.written.contains("was changed by its author"))
      #expect(try learner.answers().last == expected.last)
      let again = ScriptedConsole(lines: [":q"], keys: [])
      try quiz(learner, again, at: "2026-05-01T11:00:00Z")
      #expect(!again.written.contains("was changed by its author"))
    }
  }
}
