import Foundation
import Reviews
import Testing

@Suite struct `The history of attempts` {
  @Test func `keeps every attempt as it was`() throws {
    let store = try ReviewStore.inMemory()
    let first = AttemptTests.attempt("quantization/scale", 5, outcome: .failed)
    let second = AttemptTests.attempt("quantization/scale", 10, day: 1, isSubmitted: true)
    try store.add(first)
    try store.add(second)
    #expect(try store.attempts(at: "quantization/scale") == [first, second])
    #expect(try store.attempts(at: "pruning/mask").isEmpty)
  }

  @Test func `counts the best attempt: passed, then most points, then earliest`() throws {
    let store = try ReviewStore.inMemory()
    let passed = AttemptTests.attempt("x", 8, day: 3)
    for attempt in [
      AttemptTests.attempt("x", 9, outcome: .failed, day: 1, isSubmitted: true),
      AttemptTests.attempt("x", 3, outcome: .failed, day: 2, isSubmitted: true), passed,
      AttemptTests.attempt("x", 8, day: 4),
      AttemptTests.attempt("y", 0, outcome: .undecided, day: 5),
    ] {
      try store.add(attempt)
    }
    #expect(try store.bestAttempt(at: "x") == passed)
    #expect(try store.bestAttempt(at: "x", submittedOnly: true)?.points == 9)
    #expect(try store.bestAttempts().keys.sorted() == ["x", "y"])
    #expect(try store.bestAttempts(submittedOnly: true).keys.sorted() == ["x"])
    #expect(try store.bestAttempt(at: "z") == nil)
  }

  @Test func `refuses what makes no sense`() throws {
    let store = try ReviewStore.inMemory()
    var attempt = AttemptTests.attempt("x", 11)
    #expect(throws: ReviewStoreError.self) { try store.add(attempt) }
    attempt.points = 1
    attempt.verdict = "no JSON"
    #expect(throws: ReviewStoreError.self) { try store.add(attempt) }
    #expect(try store.attempts(at: "x").isEmpty)
  }
}

enum AttemptTests {
  static func attempt(
    _ exercise: String, _ points: Double, outcome: Attempt.Outcome = .passed, day: Int = 0,
    isSubmitted: Bool = false
  ) -> Attempt {
    Attempt(
      exercise: exercise, at: noon(day), outcome: outcome, points: points, maximumPoints: 10,
      verdict: #"{"checks":[]}"#, source: "let x = 1\n", course: "pare 1", programVersion: "1.0",
      isSubmitted: isSubmitted)
  }
}

@Suite struct `Progress, hints and settings` {
  @Test func `keep finished steps in order, each with its first time`() throws {
    let store = try ReviewStore.inMemory()
    try store.finish(step: "1", ofLesson: "a", at: noon(0))
    try store.finish(step: "2", ofLesson: "a", at: noon(1))
    try store.finish(step: "1", ofLesson: "b", at: noon(2))
    try store.finish(step: "1", ofLesson: "a", at: noon(3))
    #expect(try store.finishedSteps(ofLesson: "a").map(\.step) == ["1", "2"])
    #expect(try store.finishedSteps(ofLesson: "a").first?.at == noon(0))
    #expect(try store.finishedSteps().last?.lesson == "b")
    try store.forgetProgress(ofLesson: "a")
    #expect(try store.finishedSteps().count == 1)
  }

  @Test func `unfold hints one at a time, up to the last`() throws {
    let store = try ReviewStore.inMemory()
    #expect(try store.hintsShown(for: "x") == 0)
    #expect(try (1...4).map { _ in try store.showHint(for: "x", of: 3) } == [1, 2, 3, 3])
    #expect(try store.hintsShown(for: "x") == 3)
    #expect(try store.showHint(for: "y", of: 0) == 0)
    #expect(try store.requestSolution(for: "x") == 1)
    #expect(try store.requestSolution(for: "x") == 2)
    #expect(try store.solutionRequests(for: "x") == 2)
    #expect(try store.hintsShown(for: "x") == 3)
  }

  @Test func `hold texts under keys`() throws {
    let store = try ReviewStore.inMemory()
    #expect(try store.setting("place") == nil)
    try store.set("place", to: "a")
    try store.set("place", to: "b")
    #expect(try store.setting("place") == "b")
    #expect(try store.settings() == ["place": "b"])
    try store.set("place", to: nil)
    #expect(try store.settings().isEmpty)
  }
}
