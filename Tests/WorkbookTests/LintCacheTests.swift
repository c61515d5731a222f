import Curriculum
import Foundation
import Testing
import Workbook

/// What the linter runs again, and what it does not.
@Suite struct `The linter's memory` {
  private let lesson = "Lessons/01-small.md"

  @Test func `runs again what a change decides about, and nothing else`() async throws {
    let learner = try Learner(LintCourse.files)
    func runs() async throws -> Int {
      let report = try await learner.workbook().lint()
      #expect(report.problems.filter { !$0.isAdvice } == [])
      #expect(report.total.programs == LintCourse.programCount)
      return report.runCount
    }
    #expect(try await runs() == 6)
    #expect(try await runs() == 0, "nothing was changed")
    try learner.change(lesson, "# A small lesson", to: "# A small lesson\n\nMore words.")
    #expect(try await runs() == 0, "where code stands decides nothing")
    try learner.change(lesson, "tells: You added one", to: "tells: That is one more")
    #expect(try await runs() == 0, "what a learner is told decides nothing")
    try learner.change("Solutions/small/double.swift", "x * 2", to: "2 * x")
    #expect(try await runs() == 1, "the solution")
    try learner.change(lesson, "print(1 + 1)", to: "print(2 * 1)")
    #expect(try await runs() == 1, "the prose's code")
    try learner.change(lesson, "took 3 s", to: "took 4 ms")
    #expect(try await runs() == 0, "the figures of a measured block")
    try learner.change(lesson, "expect(double(2)", to: "expect(double(1 + 1)")
    #expect(try await runs() == 4, "a check")
    try learner.change(lesson, "seconds: 9", to: "seconds: 8")
    #expect(try await runs() == 4, "the time limit")
    try learner.change(lesson, "memory: 512MB", to: "memory: 600MB")
    #expect(try await runs() == 4, "the memory limit")
    try learner.change(lesson, "forbids: [Tensor]", to: "forbids: [Layer]")
    #expect(try await runs() == 4, "what is forbidden")
    try learner.change(lesson, ", got: \"5\"", to: "")
    #expect(try await runs() == 4, "how a mistake is told from others")
    try learner.change("Data/numbers.txt", "1 2 3", to: "3 2 1")
    #expect(try await runs() == 6, "data of the same size")
    let all = try await learner.workbook().lint(.init(usesCache: false))
    #expect(all.runCount == 6, "it was asked for")
  }

  @Test func `runs what asks for its line again when that moves`() async throws {
    let learner = try Learner(LintCourse.files)
    try learner.change(lesson, "print(1 + 1)", to: "print(#line > 0 ? 2 : 3)")
    #expect(try await learner.workbook().lint().runCount == 6)
    try learner.change(lesson, "# A small lesson", to: "# A small lesson\n\nMore words.")
    #expect(try await learner.workbook().lint().runCount == 1)
  }

  @Test func `finds what is not as declared after everything passed`() async throws {
    let learner = try Learner(LintCourse.files)
    _ = try await learner.workbook().lint()
    try learner.change(lesson, "starter: {fails: [it doubles]}", to: "starter: {fails: []}")
    try learner.change(lesson, "got: \"5\"", to: "got: \"6\"")
    try learner.change(lesson, "```output\n2", to: "```output\n3")
    try learner.change(lesson, "took 3 s", to: "lasted 3 s")
    let changed = try await learner.workbook().lint()
    #expect(
      changed.problems.filter { !$0.isAdvice }.map(\.reason.code).sorted() == [
        "measureDiffers", "mistakeHasOtherValue", "outputDiffers", "starterFails",
      ])
    let again = try await learner.workbook().lint()
    #expect(again.problems == changed.problems)
    #expect(again.runCount == 4, "what is wrong is never remembered")
    #expect(again.total.alternativesPassed == 1)
  }

  @Test func `runs everything again with another library or another linter`() async throws {
    let learner = try Learner(LintCourse.files)
    let manager = FileManager.default
    let folder = learner.root + "/build"
    try manager.createDirectory(
      atPath: folder + "/Modules", withIntermediateDirectories: true)
    for name in [
      "Modules/ModelOptimization.swiftmodule", "Modules/Checks.swiftmodule",
      "libModelOptimization.a", "libChecks.a",
    ] {
      try manager.copyItem(atPath: buildFolder + "/" + name, toPath: folder + "/" + name)
    }
    try learner.write("A linter.", to: "build/pare")
    // The names that the library exports are read from its sources.
    let checkout = try #require(
      sequence(first: URL(filePath: buildFolder), next: { $0.deletingLastPathComponent() })
        .first { manager.fileExists(atPath: $0.path + "/Package.swift") || $0.path == "/" })
    try manager.createSymbolicLink(
      atPath: learner.root + "/Sources", withDestinationPath: checkout.path + "/Sources")
    func runs() async throws -> Int {
      let workbook = try Workbook(
        course: learner.course, environment: learner.environment, executable: folder + "/pare")
      return try await workbook.lint().runCount
    }
    #expect(try await runs() == 6)
    #expect(try await runs() == 0)
    try learner.write("Another linter.", to: "build/pare")
    #expect(try await runs() == 6)
    try manager.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: folder + "/libChecks.a")
    #expect(try await runs() == 6)
    #expect(try await runs() == 0)
  }

  @Test func `makes do without a memory that it can use`() async throws {
    let learner = try Learner(LintCourse.files)
    let memory = learner.root + "/pare/cache/trials"
    _ = try await learner.workbook().lint()
    for name in try FileManager.default.contentsOfDirectory(atPath: memory) {
      try learner.write("as declared", to: "pare/cache/trials/" + name)
    }
    let broken = try await learner.workbook().lint()
    #expect(broken.isClean)
    #expect(broken.runCount == 6)
    try FileManager.default.removeItem(atPath: memory)
    try learner.write("no folder", to: "pare/cache/trials")
    let none = try await learner.workbook().lint()
    #expect(none.isClean)
    #expect(none.runCount == 6)
  }

  @Test func `serves two linters at once`() async throws {
    let learner = try Learner(LintCourse.files)
    let workbook = try learner.workbook()
    async let first = workbook.lint()
    async let second = workbook.lint()
    #expect(try await first.isClean)
    #expect(try await second.isClean)
    #expect(try await learner.workbook().lint().runCount == 0)
  }
}
