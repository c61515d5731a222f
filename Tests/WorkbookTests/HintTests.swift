import Grading
import Terminal
import Testing
import Workbook

@Suite struct `Help with an exercise` {
  private let plain = Capabilities(width: 80)

  @Test func `unfolds one hint at a time and remembers how many`() throws {
    let learner = try Learner()
    let first = try learner.workbook().hint("first/double", plain).text
    #expect(first.contains("Hint 1 of 2") && first.contains("Hint number one."))
    #expect(!first.contains("number two"))
    // A workbook opened anew goes on where that one ended.
    let second = try learner.workbook().hint("first/double", plain).text
    #expect(second.contains("Hint number one.") && second.contains("Hint number two."))
    #expect(!second.contains("no more hints"))
    let third = try learner.workbook().hint("first/double", plain).text
    #expect(third.contains("There are no more hints. The solution: `pare solution first/double`"))
  }

  @Test func `says so where there are no hints`() throws {
    let text = try Learner().workbook().hint("halve", Capabilities(width: 100)).text
    #expect(text.contains("second/halve has no hints") && text.contains("check second/halve`"))
  }

  @Test func `keeps the solution back until it is asked for twice`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let locked = WorkbookError.solutionLocked(exercise: "first/double")
    #expect(throws: locked) { try learner.workbook().solution("first/double", plain) }
    #expect(locked.exitStatus == .notPassed)
    let text = try learner.workbook().solution("first/double", plain).text
    #expect(text.contains("Yours:") && text.contains("// TODO"))
    #expect(text.contains("Ours: Solutions/first/double.swift") && text.contains("x + x"))
  }

  @Test func `shows the solution at once to who passed`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let workbook = try learner.workbook()
    let passed = try Verdict.of(
      "second/halve", .passed, [CheckResult(title: "it halves", status: .passed)])
    try workbook.keep(passed, of: workbook.solution(of: "halve"), submitted: false)
    #expect(try workbook.solution("halve", plain).text.contains("x / 2"))
  }
}
