import Curriculum
import Grading
import Testing

@Suite struct `A compile error` {
  @Test func `points to the learner's line and character`() async throws {
    // The umlaut has two bytes: the compiler says column 12, an editor 11.
    let verdict = try await Workbench.grade(
      "func answer() -> Int {\n  \"ä\"; return missing + 1\n}\n", Attack.exercise())
    #expect(verdict.outcome == .compileError)
    #expect(verdict.checks.map(\.status) == [.notRun, .notRun])
    let first = try #require(verdict.diagnostics.first)
    #expect(first.file == "Exercises/quantization/symmetric-scale.swift")
    #expect(first.line == 2)
    #expect(first.column == 15)
    #expect(first.message == "cannot find 'missing' in scope")
    #expect(first.source == "  \"ä\"; return missing + 1")
    #expect(first.severity == .error)
  }

  @Test func `about a function that is not there points to the lesson`() async throws {
    let verdict = try await Workbench.grade("func reply() -> Int { 42 }\n", Attack.exercise())
    let first = try #require(verdict.diagnostics.first)
    #expect(first.isInChecks)
    #expect(first.file == "Lessons/03-quantization.md")
    #expect(first.line == 100)
    #expect(first.message == "cannot find 'answer' in scope")
  }

  @Test func `comes before the warnings`() async throws {
    let verdict = try await Workbench.grade(
      """
      func answer() -> Int {
        let unused = 1
        return "42"
      }
      func second() -> Int { let x = 2; return 3 }
      """, Attack.exercise())
    #expect(verdict.diagnostics.first?.severity == .error)
    #expect(verdict.diagnostics.first?.line == 3)
  }

  @Test(arguments: [
    ("", "the file is empty"), ("  \n\n", "the file is empty"),
    ("func answer() -> Int { 42 }\u{0}", "the file is not Swift source: it contains a zero byte"),
    (
      String(repeating: "x", count: 1 << 20) + "y",
      "the file has 1048577 bytes; a solution has at most 1048576"
    ),
  ])
  func `is what an unreadable file gets`(source: String, message: String) async throws {
    let verdict = try await Workbench.grade(source, Attack.exercise())
    #expect(verdict.outcome == .compileError)
    #expect(verdict.diagnostics.map(\.message) == [message])
  }

  @Test func `of code outside of functions says so`() async throws {
    let verdict = try await Workbench.grade(
      "func answer() -> Int { 42 }\nprint(answer())\n", Attack.exercise())
    #expect(verdict.outcome == .compileError)
    #expect(verdict.diagnostics.first?.line == 2)
  }
}
