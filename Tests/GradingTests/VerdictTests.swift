import Curriculum
import Foundation
import Grading
import Testing

@Suite struct `A verdict` {
  static let place = SourcePosition(file: "Lessons/03-quantization.md", line: 9)

  static func check(
    _ title: String, _ code: String, points: Int = 1, after: String? = nil, hidden: Bool = false
  ) -> Check {
    Check(
      title: title, code: code, firstLine: 10, points: points, after: after, isHidden: hidden,
      position: place)
  }

  static func exercise(
    _ checks: [Check], points: Int = 6, starterFails: [String] = [],
    mistakes: [Mistake] = []
  ) -> Exercise {
    Exercise(
      id: "a/b", title: "Answer", points: points, limits: Limits(seconds: 5),
      starterFails: starterFails, mistakes: mistakes, checks: checks, position: place)
  }

  @Test func `shares the points by the checks' weights`() async throws {
    let verdict = try await Workbench.grade(
      "func answer() -> Int { 42 }",
      Self.exercise([
        Self.check("light", "expect(answer(), equals: 42)", points: 1),
        Self.check("heavy", "expect(answer(), equals: 41)", points: 2),
      ]))
    #expect(verdict.checks.map(\.maxPoints) == [2, 4])
    #expect(verdict.checks.map(\.points) == [2, 0])
    #expect(verdict.points == 2)
    #expect(verdict.maxPoints == 6)
  }

  @Test func `skips a check whose prerequisite failed, wherever that stands`() async throws {
    let verdict = try await Workbench.grade(
      "func answer() -> Int { 42 }",
      Self.exercise([
        Self.check("third", "expect(true, \"runs\")", after: "second"),
        Self.check("second", "expect(true, \"runs\")", after: "first"),
        Self.check("first", "expect(answer(), equals: 41)"),
        Self.check("alone", "expect(answer(), equals: 42)"),
      ]))
    #expect(verdict.checks.map(\.status) == [.skipped, .skipped, .failed, .passed])
    #expect(verdict.checks[0].message == "needs “second” first")
    #expect(verdict.outcome == .failed)
  }

  @Test func `tells the mistake whose failing checks and value agree`() async throws {
    func mistake(_ file: String, _ fails: [String], got: String? = nil) -> Mistake {
      Mistake(file: file, fails: fails, got: got, tells: "You \(file).", position: Self.place)
    }
    let mistakes = [
      mistake("others", ["a"]), mistake("forgot", ["a", "b"]),
      mistake("negated", ["a", "b"], got: "-42"),
    ]
    let checks = [
      Self.check("a", "expect(answer(), equals: 42)"),
      Self.check("b", "expect(answer() * 2, equals: 84)"),
    ]
    let exercise = Self.exercise(checks, mistakes: mistakes)
    let negated = try await Workbench.grade("func answer() -> Int { -42 }", exercise)
    #expect(negated.mistake == MatchedMistake(file: "negated", tells: "You negated."))
    let forgot = try await Workbench.grade("func answer() -> Int { 0 }", exercise)
    #expect(forgot.mistake?.file == "forgot")
    let right = try await Workbench.grade("func answer() -> Int { 42 }", exercise)
    #expect(right.mistake == nil)
  }

  @Test func `tells a mistake while what comes later is not begun`() async throws {
    func mistake(_ file: String, _ fails: [String], got: String? = nil) -> Mistake {
      Mistake(file: file, fails: fails, got: got, tells: "You \(file).", position: Self.place)
    }
    let exercise = Self.exercise(
      [
        Self.check("a", "expect(first(), equals: 42)"),
        Self.check("b", "expect(first() * 2, equals: 84)"),
        Self.check("c", "expect(second(), equals: 7)"),
      ],
      starterFails: ["a", "b", "c"],
      mistakes: [
        mistake("halved", ["a"], got: "21"), mistake("negated", ["a", "b"], got: "-42"),
        mistake("lost", ["a", "b"]), mistake("later", ["c"], got: "8"),
      ])
    func told(_ first: Int, _ second: Int) async throws -> String? {
      let source = "func first() -> Int { \(first) }\nfunc second() -> Int { \(second) }"
      return try await Workbench.grade(source, exercise).mistake?.file
    }
    #expect(try await told(-42, 0) == "negated")
    #expect(try await told(0, 0) == nil)
    #expect(try await told(0, 7) == "lost")
    #expect(try await told(42, 8) == "later")
    // What fails first must be part of the mistake.
    #expect(try await told(0, 8) == nil)
  }

  @Test func `names a part of the library that the exercise forbids`() async throws {
    let exercise = Workbench.exercise(
      [("it is a tensor", "expect(make(), equals: 2)")], forbids: ["Tensor"])
    let verdict = try await Workbench.grade(
      """
      import ModelOptimization

      func make() -> Int { Tensor([1, 2], shape: [2]).shape.count + 1 }
      """, exercise)
    #expect(verdict.outcome == .refused)
    #expect(
      verdict.refusal
        == "this exercise asks you to write it without the library's “Tensor”.")
    let own = try await Workbench.grade(
      "struct Tensor { var count = 2 }\nfunc make() -> Int { Tensor().count }", exercise)
    #expect(own.outcome == .passed)
  }

  @Test func `shows control characters and cuts long output`() async throws {
    let exercise = Workbench.exercise([("it prints", "show()\nexpect(true, \"done\")")])
    let escape = try await Workbench.grade(
      #"func show() { print("\u{1b}[2Jgone\u{7f}\ttab") }"#, exercise)
    #expect(escape.output == "␛[2Jgone␡\ttab\n")
    #expect(!escape.isOutputCut)
    let long = try await Workbench.grade(
      "func show() { for _ in 0..<3000 { print(\"\(String(repeating: "x", count: 99))\") } }",
      exercise)
    #expect(long.outcome == .passed)
    #expect(long.output.utf8.count == 65536)
    #expect(long.isOutputCut)
  }

  @Test func `is a list of lines with the first failing check open`() async throws {
    let verdict = try await Workbench.grade(
      "func answer() -> Int {\n  print(\"hello\")\n  return 41\n}",
      Self.exercise(
        [
          Self.check("it is odd", "expect(answer() % 2, equals: 1)"),
          Self.check(
            "it is 42",
            "expect(answer(), equals: 42, given: \"nothing\", because: \"the book says so\")"),
          Self.check("it is even", "expect(answer() % 2, equals: 0)"),
          Self.check("a secret", "expect(answer(), equals: 42)", hidden: true),
          Self.check("it has a half", "expect(answer() / 2, equals: 21)", after: "it is even"),
        ], points: 5,
        mistakes: [
          Mistake(
            file: "less.swift", fails: ["it is 42", "it is even", "a secret"],
            tells: "One is missing.", position: Self.place)
        ]))
    let text = VerdictText.lines(for: verdict).map { line in
      "\(line.role.rawValue): " + String(repeating: "  ", count: line.indent) + line.text
    }
    #expect(
      text == [
        "title: Answer: 1 of 5 checks passed, 1 of 5 points",
        "passed: it is odd",
        "failed: it is 42",
        "detail:   given      nothing",
        "detail:   expected   42",
        "detail:   got        41",
        "because:   the book says so",
        "note:   Lessons/03-quantization.md:10",
        "failed: it is even",
        "failed: a check that is not shown",
        "notRun: it has a half (skipped: needs “it is even” first)",
        "tells: One is missing.",
        "note: Your program printed:",
        "code:   hello", "code:   hello", "code:   hello", "code:   hello",
      ])
    let instructors = VerdictText.lines(for: verdict, showsHidden: true).map(\.text)
    #expect(instructors.contains("a secret"))
  }

  @Test func `of a compile error shows the line and marks the character`() async throws {
    let verdict = try await Workbench.grade(
      "func answer() -> Int {\n\tlet é = 1; return x + é\n}",
      Self.exercise([
        Self.check("it is 42", "expect(answer(), equals: 42)")
      ]))
    let file = "Exercises/quantization/symmetric-scale.swift"
    #expect(
      VerdictText.lines(for: verdict).map(\.text) == [
        "Answer: does not compile",
        "\(file):2:20: error: cannot find 'x' in scope",
        "2 | \tlet é = 1; return x + é",
        "  | \t                  ^",
      ])
  }

  @Test func `is a document with a schema, without what is hidden`() async throws {
    let verdict = try await Workbench.grade(
      "func answer() -> Int { 41 }",
      Self.exercise([
        Self.check("it is 42", "expect(answer(), equals: 42)"),
        Self.check("a secret", "expect(answer(), equals: 43)", hidden: true),
      ]))
    let data = try verdict.checkDocument()
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["schema"] as? String == "pare.check/1")
    #expect(object["exercise"] as? String == "a/b")
    #expect(object["outcome"] as? String == "failed")
    let checks = try #require(object["checks"] as? [[String: Any]])
    #expect(checks[0]["name"] as? String == "it is 42")
    #expect(checks[0]["got"] as? String == "41")
    #expect(checks[0]["expected"] as? String == "42")
    #expect(checks[0]["location"] as? String == "Lessons/03-quantization.md:10")
    #expect(checks[1]["name"] as? String == "a check that is not shown")
    #expect(checks[1]["got"] is NSNull)
    let decoded = try JSONDecoder().decode(Verdict.self, from: JSONEncoder().encode(verdict))
    #expect(decoded == verdict)
  }
}
