import Curriculum
import Foundation
import Testing
import Workbook

/// Blocks that measure: what counts as the same output, and what is written into a lesson.
@Suite struct `A measured block` {
  @Test(arguments: [
    ("took 12.5 µs", "took 3 s"),
    ("p99    1.20e-05 s", "p99 −7 s"),
    ("| 1,024 |  3.5 GB |", "| 7|99 KiB |"),
    ("  3×4: 1.5x\n", "17×40: 2x"),
    ("12.3 GFLOP/s", "800 MFLOP/s"),
    ("fast ▇▇▇▇▏ 4", "fast ▇▏ 1"),
  ])
  func `is the same with other figures`(_ first: String, _ second: String) {
    #expect(MaskedNumbers.mask(first) == MaskedNumbers.mask(second))
  }

  @Test(arguments: [
    ("p99 5 ms", "p90 5 ms"), ("int8 5", "int4 5"), ("5 ms", "5 MB"), ("took 5", "lasted 5"),
    ("5 ms 6 ms", "5 ms"), ("one line 1", "one\nline 1"),
  ])
  func `is another with other words`(_ first: String, _ second: String) {
    #expect(MaskedNumbers.mask(first) != MaskedNumbers.mask(second))
  }

  private static func lesson(_ blocks: String) -> String {
    """
    ---
    id: small
    title: A small lesson
    ---

    # A small lesson

    \(blocks)

    Words after it.\("  ")

    \(SampleCourse.sections)
    """
  }

  private static func learner(_ text: String) throws -> Learner {
    try Learner([
      "Lessons/course.yaml": SampleCourse.courseFile("A course", units: ["small"]),
      "Lessons/01-small.md": text,
    ])
  }

  private static let path = "course/Lessons/01-small.md"

  @Test func `is written into the lesson with the machine, and nothing else is`() async throws {
    let before = """
      ```swift run
      print(1)
      ```
      ```output
      2
      ```

      ~~~swift measure
      print("first", 10)
      print("")
      print("last  ")
      ~~~
      ~~~output machine="an \\"old\\" one"
      first 9
      ~~~

      1. In a list
         > ```swift measure
         > print("inner 5 ms")
         > ```
         > ```output
         > ```
      """
    let learner = try Self.learner(Self.lesson(before))
    let found = try await learner.workbook(at: "2026-11-21T12:00:00Z").measure()
    #expect(found.map(\.isChanged) == [true, true])
    #expect(found.compactMap(\.failure) == [])
    let text = try learner.text(Self.path)
    let machines = text.matches(of: /machine="([^"]*), 2026-11-21"/).map { String($0.1) }
    let machine = try #require(machines.first)
    #expect(machines == [machine, machine])
    #expect(machine.contains(/cores?, (Linux|macOS)$/))
    #expect(!machine.contains(ProcessInfo.processInfo.hostName))
    let after =
      before
      .replacingOccurrences(
        of: "~~~output machine=\"an \\\"old\\\" one\"\nfirst 9\n",
        with: "~~~output machine=\"\(machine), 2026-11-21\"\nfirst 10\n\nlast\n"
      )
      .replacingOccurrences(
        of: "> ```output\n",
        with: "> ```output machine=\"\(machine), 2026-11-21\"\n   > inner 5 ms\n")
    #expect(text == Self.lesson(after))
    let report = try await learner.workbook().lint()
    #expect(report.problems.filter { !$0.isAdvice }.map(\.reason.code) == ["outputDiffers"])
    #expect(report.total.blocksMeasured == 2)
  }

  @Test func `keeps the line ends of its file`() async throws {
    let text = Self.lesson("```swift measure\nprint(1)\nprint(2)\n```\n```output\n3\n```")
    let learner = try Self.learner(text.replacingOccurrences(of: "\n", with: "\r\n"))
    _ = try await learner.workbook().measure()
    let written = try learner.text(Self.path)
    #expect(written.contains("\"\r\n1\r\n2\r\n```\r\n"))
    #expect(!written.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
  }

  @Test func `that does not run to its end leaves the lesson as it is`() async throws {
    let text = Self.lesson(
      "```swift measure\nlet none: [Int] = []\nprint(none[0])\n```\n```output\n3\n```")
    let learner = try Self.learner(text)
    let found = try await learner.workbook().measure()
    #expect(found.count == 1)
    #expect(found.first?.failure != nil)
    #expect(try learner.text(Self.path) == text)
  }

  @Test(arguments: [
    "print(\"```\\n## Overview\")", "print(\"    ````\\n  ```\")", "print(\"a\\u{2028}b\")",
  ])
  func `never breaks its lesson by what it prints`(code: String) async throws {
    let text = Self.lesson(
      "```swift measure\n\(code)\n```\n```output\n3\n```\n\n"
        + "~~~swift measure\nprint(\"```\")\n~~~\n~~~output\n~~~")
    let learner = try Self.learner(text)
    let found = try await learner.workbook().measure()
    #expect(found.map(\.isChanged) == [false, true])
    #expect(found.first?.failure?.hasPrefix("what it prints cannot stand in the lesson.") == true)
    let written = try learner.text(Self.path)
    #expect(written.contains("```output\n3\n```\n"))
    #expect(written.contains("\"\n```\n~~~"))
  }

  @Test func `of a lesson that cannot be read is not passed over`() async throws {
    let text = Self.lesson("```swift measure\nprint(1)\n```\n```output\n3\n```\n\nA\u{2028}B.")
    let workbook = try Self.learner(text).workbook()
    let broken = WorkbookError.brokenCourse([
      "Lessons/01-small.md:15:2: an invisible character (U+2028) stands here. Delete it."
    ])
    await #expect(throws: broken) { try await workbook.measure() }
    await #expect(throws: broken) { try await workbook.mutate(.all, limit: 1) }
  }

  @Test func `is not written over what somebody else wrote meanwhile`() async throws {
    let learner = try Self.learner(
      Self.lesson("```swift measure\nprint(1)\n```\n```output\n3\n```"))
    let workbook = try learner.workbook()
    await #expect(throws: WorkbookError.changedMeanwhile(learner.root + "/" + Self.path)) {
      try await workbook.measure { _ in try? learner.write("Mine.", to: Self.path) }
    }
    #expect(try learner.text(Self.path) == "Mine.")
  }
}
