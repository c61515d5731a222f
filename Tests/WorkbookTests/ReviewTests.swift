import Foundation
import Grading
import Reviews
import Terminal
import Testing
import Workbook

@Suite struct `A review` {
  private func due(_ learner: Learner, _ time: String) throws -> [String] {
    try learner.workbook(at: time).dueListing().due.map(\.id)
  }

  private func answer(_ learner: Learner, _ lines: [String], _ time: String) throws {
    let workbook = try learner.workbook(at: time)
    _ = try workbook.quiz(
      workbook.lesson("first"), asker: ScriptedConsole(lines: lines).asker, isInteractive: false)
  }

  @Test func `tells what to do before anything was asked`() throws {
    let console = ScriptedConsole(lines: ["four"])
    let summary = try Learner().workbook().review(asker: console.asker, isInteractive: false)
    #expect(summary == RoundSummary())
    #expect(console.written.contains("no quiz was taken yet. Take one: `pare quiz`"))
  }

  @Test func `asks what is due and nothing else`() throws {
    let learner = try Learner()
    // Only the first question is answered; it comes back after the second learning step, of ten
    // minutes. The other one was never asked, so it is not due.
    try answer(learner, ["four"], "2026-05-01T09:00:00Z")
    #expect(try due(learner, "2026-05-01T09:05:00Z") == [])
    let early = ScriptedConsole(lines: ["four"])
    _ = try learner.workbook(at: "2026-05-01T09:05:00Z").review(
      asker: early.asker, isInteractive: false)
    #expect(early.written.contains("Nothing is due. The next question comes in 5 minutes."))
    #expect(try due(learner, "2026-05-01T09:10:30Z") == ["first/twice"])
    let console = ScriptedConsole(lines: ["four", "5"])
    let summary = try learner.workbook(at: "2026-05-01T09:10:30Z").review(
      asker: console.asker, isInteractive: false)
    #expect(summary == RoundSummary(answered: 1, right: 1))
    #expect(!console.written.contains("half of ten"))
  }

  @Test func `asks the rows of the plan when their days have come after the lesson's end`() throws {
    let learner = try Learner()
    try learner.read("first", step: 1, at: "2026-05-01T20:00:00Z")
    #expect(try due(learner, "2026-06-20T08:00:00Z") == [])
    try learner.finish("first", at: "2026-05-01T20:00:00Z")
    #expect(try due(learner, "2026-05-01T21:00:00Z") == [])
    #expect(try due(learner, "2026-05-02T08:00:00Z") == ["first/plan-1"])
    // Reading the end again does not begin the plan anew.
    try learner.finish("first", at: "2026-05-03T20:00:00Z")
    #expect(try due(learner, "2026-05-04T08:00:00Z").sorted() == ["first/plan-1", "first/plan-3"])
    #expect(try due(learner, "2026-05-31T08:00:00Z").count == 4)
  }

  @Test func `lets a row of the plan be graded by the learner`() throws {
    let learner = try Learner()
    try learner.finish("first", at: "2026-05-01T20:00:00Z")
    let console = ScriptedConsole(lines: ["3"])
    let summary = try learner.workbook(at: "2026-05-02T08:00:00Z").review(
      asker: console.asker, isInteractive: false)
    #expect(summary.answered == 1)
    #expect(console.written.contains("Recall one."))
    #expect(console.written.contains("pare learn first"))
    #expect(try learner.answers() == ["first/plan-1 good"])
  }

  @Test func `takes the last answer back, from whatever sitting`() throws {
    let learner = try Learner()
    let plain = Capabilities(width: 80)
    #expect(
      try learner.workbook().undoAnswer(plain).text == "There is no answer to take back.")
    try answer(learner, ["four", "5"], "2026-05-01T09:00:00Z")
    let later = try learner.workbook(at: "2026-05-03T09:00:00Z")
    #expect(
      try later.undoAnswer(plain).text
        == "Taken back: the answer to `first/half`. It will be asked again.")
    #expect(try learner.answers() == ["first/twice good"])
  }

  @Test func `brings a failed exercise's questions forward, and no attempt is kept twice`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    for time in ["2026-05-01T09:00:00Z", "2026-05-01T09:11:00Z"] {
      try answer(learner, ["four", "5"], time)
    }
    // Both are known now and wait for a later day.
    #expect(try due(learner, "2026-05-01T12:00:00Z") == [])
    let workbook = try learner.workbook(at: "2026-05-01T12:00:00Z")
    let solution = try workbook.solution(of: "first/double")
    let failed = try Verdict.of(
      "first/double", .failed, [CheckResult(title: "it doubles", status: .failed)])
    #expect(try workbook.keep(failed, of: solution, submitted: false))
    #expect(try due(learner, "2026-05-01T12:00:00Z") == ["first/twice"])
    #expect(try !workbook.keep(failed, of: solution, submitted: false))
    #expect(try workbook.keep(failed, of: solution, submitted: true))
    try learner.write("// changed\n", to: "solutions/first/double.swift")
    let changed = try workbook.solution(of: "first/double")
    #expect(try workbook.keep(failed, of: changed, submitted: false))
    let attempts = try workbook.openStore().attempts(at: "first/double")
    #expect(attempts.map(\.isSubmitted) == [false, true, false])
    #expect(attempts.last?.source == "// changed\n")
  }

  @Test func `knows each question by a fingerprint that is the same in every run`() throws {
    let seeds = try Learner().workbook().cardSeeds
    #expect(
      seeds.map(\.id).sorted() == [
        "first/half", "first/plan-1", "first/plan-3", "first/plan-30", "first/plan-7",
        "first/twice", "second/plan-1", "second/plan-3", "second/plan-30", "second/plan-7",
      ])
    let twice = try #require(seeds.first { $0.id == "first/twice" })
    // 64-bit FNV-1a of "four", in Python:
    //   h = 0xcbf29ce484222325
    //   for b in b"four": h = (h ^ b) * 0x100000001b3 % 2**64
    #expect(twice.answerRevision == "dd33fe790c41dde5")
    // The same over "\x1f".join(["text", "What is twice two?", "Two and two.", "four"]).
    #expect(twice.revision == "a06f92ea30b3b08f")
    let half = try #require(seeds.first { $0.id == "first/half" })
    // A number's answer is "5.0±0.0 ": value, tolerance, unit.
    #expect(half.answerRevision == "f1fb67a81f48ad41")
    let edited = try Learner(
      SampleCourse.files.merging(["Lessons/01-first.md": SampleCourse.first(answer: "vier")]) { $1 }
    )
    let changed = try #require(edited.workbook().cardSeeds.first { $0.id == "first/twice" })
    #expect(changed.answerRevision != twice.answerRevision)
    #expect(changed.revision != twice.revision)
  }
}
