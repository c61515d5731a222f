import Foundation
import Reviews
import Terminal
import Testing
import Workbook

/// Reading into a pipe; the lesson stands in the tests' own output. Reading in a terminal is tested
/// with the program.
@Suite struct `A lesson that is printed` {
  private func learn(_ learner: Learner, _ id: String?) async throws {
    try await learner.workbook().learn(id, capabilities: Capabilities(), input: false)
  }

  @Test func `needs no home, and keeps nothing`() async throws {
    let learner = try Learner()
    learner.environment = ["TZ": "UTC"]
    #expect(throws: WorkbookError.noHome) { try learner.workbook().progress() }
    await #expect(throws: Never.self) { try await learn(learner, "first") }
    await #expect(throws: Never.self) { try await learn(learner, nil) }
    let kept = try Learner()
    try await learn(kept, nil)
    #expect(try kept.workbook().progress().isNew)
  }

  @Test func `tells of a store that is damaged`() async throws {
    let learner = try Learner()
    try learner.write("no database", to: "pare/data/pare.sqlite")
    await #expect(throws: ReviewStoreError.self) { try await learn(learner, "first") }
  }
}
