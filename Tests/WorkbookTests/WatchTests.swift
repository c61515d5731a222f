import Foundation
import Reviews
import Terminal
import Testing
import Workbook

/// Watching without a keyboard; what it shows stands in the tests' own output. The keys are tested
/// with the program.
@Suite struct `A watch` {
  /// Waits until the attempts at an exercise have come out so; at most a minute, for machines that
  /// are busy.
  private func wait(for outcomes: [Attempt.Outcome], _ learner: Learner) async throws {
    var found: [Attempt.Outcome] = []
    for _ in 0..<600 {
      found = try learner.workbook().openStore().attempts(at: "second/halve").map(\.outcome)
      if found == outcomes { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("the attempts are \(found), not \(outcomes)")
  }

  @Test func `checks at once, and again at every save`() async throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let workbook = try learner.workbook()
    let watch = Task {
      try await workbook.watch("halve", capabilities: Capabilities(), input: false)
    }
    try await wait(for: [.failed], learner)
    try learner.write("func halve(_ x: Int) -> Int { \n", to: "solutions/second/halve.swift")
    try await wait(for: [.failed, .failed], learner)
    let right = "func halve(_ x: Int) -> Int { x / 2 }\n"
    try learner.write(right, to: "solutions/second/halve.swift")
    try await wait(for: [.failed, .failed, .passed], learner)
    // A save without a change is checked, and is no attempt.
    try learner.write(right, to: "solutions/second/halve.swift")
    try learner.write(right + "// more\n", to: "solutions/second/halve.swift")
    try await wait(for: [.failed, .failed, .passed, .passed], learner)
    watch.cancel()
    try await watch.value
  }

  @Test func `asks for a workspace before anything else`() async throws {
    let workbook = try Learner().workbook()
    await #expect(throws: WorkbookError.noWorkspace) {
      try await workbook.watch("halve", capabilities: Capabilities(), input: false)
    }
  }
}
