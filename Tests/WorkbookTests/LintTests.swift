import Curriculum
import Foundation
import Testing
import Workbook

/// What the linter finds by compiling and running a course. One course with every fault in it, so
/// that little has to be compiled; each fault must be told once, and nothing else.
@Suite struct `The linter` {
  private static let lesson = """
    ---
    id: broken
    title: A broken lesson
    ---

    # A broken lesson

    ```swift run
    struct Half { var value = 2 }
    print(await Task { Half().value }.value)
    ```
    ```output
    2
    ```

    ```swift run
    print(1 + 1)
    ```
    ```output
    3
    ```

    ```swift run
    let none: [Int] = []
    print(none[0])
    ```
    ```output
    0
    ```

    ```quiz
    - id: broken/print
      kind: predict
      prompt: What does this print?
      code: print(2 + 2)
      answer: "5"
      why: Count.
    ```

    ```exercise
    id: broken/double
    title: Double
    hints: [a, b, c]
    starter: {fails: [it doubles]}
    mistakes:
      - {file: passes.swift, fails: [it doubles], tells: You did it.}
      - {file: unfinished.swift, fails: [it doubles], tells: You left it.}
      - {file: more.swift, fails: [it doubles], tells: You did more.}
      - {file: value.swift, fails: [it doubles], got: "9", tells: You got nine.}
      - {file: told.swift, fails: [it doubles], tells: You were told.}
      - {file: absent.swift, fails: [it doubles], tells: You are not there.}
    ```

    ```swift check="it doubles"
    expect(double(2), equals: 4)
    ```

    ```swift check="zero stays zero"
    expect(double(0), equals: 0)
    ```

    ```exercise
    id: broken/halve
    title: Halve
    hints: [a, b, c]
    starter: {fails: [it halves]}
    ```

    ```swift check="it halves"
    expect(halve(4), equals: 2)
    ```

    \(SampleCourse.sections)
    """

  private static func double(_ body: String) -> String {
    "func double(_ x: Int) -> Int { \(body) }\n"
  }

  private static let files = [
    "Lessons/course.yaml": SampleCourse.courseFile("A course", units: ["broken"]),
    "Lessons/01-broken.md": lesson,
    // Passes, has nothing to do in it, and takes a name of the library.
    "Exercises/broken/double.swift": "struct Tensor {}\n" + double("x * 2"),
    "Solutions/broken/double.swift": double("x"),
    "Solutions/broken/double.alternatives/other.swift": double("x + 1"),
    "Solutions/broken/double.mistakes/passes.swift": double("x * 2"),
    "Solutions/broken/double.mistakes/unfinished.swift": double("x *"),
    "Solutions/broken/double.mistakes/more.swift": double("x * 2 + 1"),
    "Solutions/broken/double.mistakes/value.swift": double("x == 0 ? 0 : 5"),
    "Solutions/broken/double.mistakes/told.swift": double("x == 0 ? 0 : 7"),
    "Solutions/broken/double.mistakes/nobody.swift": double("x"),
    "Exercises/broken/halve.swift": "// TODO\nfunc halve(_ x: Int) -> Int { }\n",
    "Solutions/broken/halve.swift": "func halve(_ x: Int) -> Int { x / 2 }\n",
  ]

  /// What was found, without the compiler's own words.
  private static func reasons(_ report: LintReport) -> [CourseProblem.Reason] {
    report.problems.map { problem in
      switch problem.reason {
      case .starterDoesNotCompile: .starterDoesNotCompile("…")
      case .mistakeDoesNotCompile(let file, _): .mistakeDoesNotCompile(file, "…")
      case .runFails: .runFails("…")
      case let reason: reason
      }
    }
  }

  private static let nowhere = SourcePosition(file: "", line: 1)

  /// Each of the reasons was found once, and nothing else.
  private static func expect(
    _ found: [CourseProblem.Reason], _ expected: [CourseProblem.Reason],
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(found.filter { !expected.contains($0) } == [], sourceLocation: location)
    #expect(expected.filter { !found.contains($0) } == [], sourceLocation: location)
    #expect(found.count == expected.count, sourceLocation: location)
  }

  private static let readable: [CourseProblem.Reason] = [
    .stepTooTall("A broken lesson", lines: 31),
    .stepTooTall("Activate prior knowledge", lines: 29), .minutesMissing(estimate: 17),
    .fewChecks("broken/double", count: 2),
    .fewChecks("broken/halve", count: 1), .fewMistakes("broken/halve", count: 0),
    .noAlternative("broken/halve"), .checkNeverAlone("zero stays zero"),
    .checkNeverAlone("it halves"), .checkWithoutReason("it doubles"),
    .checkWithoutReason("zero stays zero"), .checkWithoutReason("it halves"),
    .starterWithoutTodo, .fileMissing("Solutions/broken/double.mistakes/absent.swift"),
    .mistakeNotDeclared("Solutions/broken/double.mistakes/nobody.swift"),
    .nameOfLibrary("Tensor"),
  ]

  @Test func `finds what can be found by reading`() async throws {
    let report = try await Learner(Self.files).workbook().lint(.init(runsCode: false))
    Self.expect(Self.reasons(report), Self.readable)
    let unit = try #require(report.units.first)
    #expect(report.units.count == 1)
    #expect(unit.programs == 0)
    #expect(unit.exercises == 2)
    #expect(unit.checks == 3)
    #expect(unit.questions == ["predict": 1])
    #expect(!report.isClean)
  }

  @Test func `names a solution that is not UTF-8, and does not call it missing`() async throws {
    let learner = try Learner(Self.files)
    try learner.write(Data([0x2F, 0x2F, 0xFF]), to: "course/Solutions/broken/halve.swift")
    let report = try await learner.workbook().lint(.init(runsCode: false))
    let problems = report.problems.map(\.description)
    #expect(problems.contains { $0.hasPrefix("Solutions/broken/halve.swift:1:1: the line is not") })
  }

  @Test func `finds every fault that shows when the course is run, and no other`() async throws {
    let report = try await Learner(Self.files).workbook().lint()
    Self.expect(
      Self.reasons(report),
      Self.readable + [
        .starterFails(expected: ["it doubles"], actual: []),
        .solutionFails("the check \"it doubles\" is failed. expected 4, got 2"),
        .alternativeFails(
          "other.swift", "the check \"it doubles\" is failed. expected 4, got 3"),
        .mistakePasses("passes.swift"),
        .mistakeDoesNotCompile("unfinished.swift", "…"),
        .mistakeFails(
          "more.swift", expected: ["it doubles"], actual: ["it doubles", "zero stays zero"]),
        .mistakeHasOtherValue("value.swift", expected: "9", actual: "5"),
        .mistakeToldAs("told.swift", other: "passes.swift"),
        .starterDoesNotCompile("…"), .runFails("…"),
        .outputDiffers(expected: "3", actual: "2"),
        .predictDiffers("broken/print", actual: "4"),
      ])
    // Three programs of the prose, a question, and of the exercises two starters, two solutions,
    // an alternative and five mistakes.
    #expect(report.total.programs == 14)
    #expect(report.total.blocksRun == 1)
    #expect(report.total.mistakesCaught == 0)
    #expect(report.total.alternativesPassed == 0)
    #expect(report.problems.map(\.position) == report.problems.map(\.position).sorted())
  }

  @Test func `looks at one lesson alone where that is asked`() async throws {
    var files = SampleCourse.files
    files["Exercises/first/double.swift"] = "func double(_ x: Int) -> Int { 0 }\n"
    files["Exercises/second/halve.swift"] = "func halve(_ x: Int) -> Int { 0 }\n"
    let workbook = try Learner(files).workbook()
    let selection = try workbook.selection(file: "Lessons/02-second.md", exercise: nil)
    let report = try await workbook.lint(.init(selection: selection, runsCode: false))
    Self.expect(
      Self.reasons(report).filter { !CourseProblem($0, at: Self.nowhere).isAdvice },
      [.starterWithoutTodo])
    #expect(Self.reasons(report).contains(.fewHints("second/double", count: 0)))
    #expect(report.problems.filter { $0.position.file != "Lessons/02-second.md" } == [])
    #expect(report.units.map(\.id) == ["second"])
  }
}
