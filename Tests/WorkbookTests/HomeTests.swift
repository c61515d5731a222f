import Curriculum
import Foundation
import Grading
import Reviews
import Terminal
import Testing
import Workbook

@Suite struct `The home screen` {
  /// The command to type next.
  private func next(_ learner: Learner, at time: String = "2026-05-01T10:00:00Z") throws -> String {
    try learner.workbook(at: time).home().next
  }

  /// Says that an exercise was passed.
  private func pass(_ exercise: String, _ learner: Learner) throws {
    let workbook = try learner.workbook()
    let check = CheckResult(title: "it doubles", status: .passed)
    try workbook.keep(
      Verdict.of(exercise, .passed, [check]), of: workbook.solution(of: exercise),
      submitted: false)
  }

  @Test func `sends somebody new to the first lesson`() throws {
    let learner = try Learner()
    let home = try learner.workbook().home()
    #expect(home.next == "pare learn")
    #expect(home.lesson == "first")
    #expect(home.step == 1)
    #expect(home.exercise == nil)
    #expect(try !FileManager.default.fileExists(atPath: learner.workbook().locations.store))
  }

  @Test func `sends on who left in the middle of a lesson`() throws {
    let learner = try Learner()
    try learner.read("first", step: 0)
    let home = try learner.workbook().home()
    #expect(home.next == "pare learn")
    #expect(try home.json()["reason"] as? String == "Go on where you left the lesson.")
  }

  @Test func `asks for a workspace at the first exercise, then for the exercise`() throws {
    let learner = try Learner()
    try learner.read("first", step: 1)
    #expect(try next(learner) == "pare init ~/pare-solutions")
    try learner.createWorkspace()
    #expect(try next(learner) == "pare watch first/double")
    #expect(try learner.workbook().home().exercise == "first/double")
  }

  @Test func `means the first exercise of the lesson that was left, where none was reached`() throws
  {
    let learner = try Learner()
    #expect(try learner.workbook().currentExercise() == "first/double")
    try learner.read("second", step: 0)
    #expect(try learner.workbook().currentExercise() == "second/double")
  }

  @Test func `goes on with the lesson once its exercise is passed, then with the next`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    try learner.read("first", step: 1)
    try pass("first/double", learner)
    #expect(try next(learner) == "pare learn")
    try learner.finish("first")
    #expect(try next(learner) == "pare learn second")
  }

  @Test func `goes back to a lesson that was passed over, and ends with the list`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    try learner.finish("second")
    for exercise in ["second/double", "second/halve", "first/double"] {
      try pass(exercise, learner)
    }
    #expect(try next(learner) == "pare learn first")
    try learner.finish("first")
    #expect(try next(learner) == "pare list")
  }

  @Test func `puts what is due before everything else`() throws {
    let learner = try Learner()
    try learner.read("first", step: 1)
    let workbook = try learner.workbook(at: "2026-05-01T09:00:00Z")
    let console = ScriptedConsole(lines: ["four"])
    _ = try workbook.quiz(workbook.lesson("first"), asker: console.asker, isInteractive: false)
    #expect(try next(learner, at: "2026-05-01T09:05:00Z") == "pare init ~/pare-solutions")
    let later = try learner.workbook(at: "2026-05-01T09:11:00Z").home()
    #expect(later.next == "pare review")
    #expect(later.due == 1)
  }

  @Test func `is told of a store that is damaged instead of starting anew`() throws {
    let learner = try Learner()
    try learner.write("no database", to: "pare/data/pare.sqlite")
    #expect(throws: ReviewStoreError.self) { try learner.workbook().home() }
  }
}

@Suite struct `The list` {
  @Test func `tells new, tried and passed exercises apart`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let workbook = try learner.workbook()
    for (exercise, outcome) in [("first/double", Verdict.Outcome.passed), ("halve", .failed)] {
      let solution = try workbook.solution(of: exercise)
      let check = CheckResult(title: "it holds", status: outcome == .passed ? .passed : .failed)
      try workbook.keep(
        Verdict.of(solution.exercise.id, outcome, [check]), of: solution, submitted: false)
    }
    let states = try workbook.listing().units.flatMap(\.exercises).map {
      "\($0.id) \($0.state) \($0.points)/\($0.maxPoints)"
    }
    #expect(
      states == [
        "first/double passed 2.0/2", "second/double new 0.0/1", "second/halve tried 0.0/1",
      ]
    )
    let text = try workbook.lines(of: workbook.listing(), Capabilities(width: 80)).text
    #expect(text.contains("[x] first/double"))
    #expect(text.contains("[ ] second/double"))
    #expect(text.contains("[~] second/halve"))
  }

  @Test func `tells how far each lesson was read`() throws {
    let learner = try Learner()
    try learner.finish("first")
    let units = try learner.workbook().listing().units.map { try $0.json() }
    #expect(units.map { $0["isFinished"] as? Bool } == [true, false])
    #expect(units.map { $0["step"] as? Int } == [3, nil])
    #expect(units.map { $0["steps"] as? Int } == [3, 2])
    #expect(units.map { $0["questions"] as? Int } == [2, 0])
  }
}
