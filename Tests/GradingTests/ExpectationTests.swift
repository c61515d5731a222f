import Curriculum
import Grading
import Testing

/// An expectation that fails, and what its report says.
struct Expectation: Sendable, CustomTestStringConvertible {
  var code: String
  var got: String? = nil
  var expected: String? = nil
  var difference: String? = nil
  var message: String? = nil
  var testDescription: String { code }

  // Numbers are 32-bit floats in their shortest form that reads back as the same number.
  static let all = [
    Expectation(
      code: "expect(Float(1.5), equals: 1, within: 0.25)", got: "1.5", expected: "1.0",
      difference: "off by 0.5, at most 0.25 is accepted"),
    Expectation(
      code: "expect(Float(-2), equals: 2, within: 0)", got: "-2.0", expected: "2.0",
      difference: "off by 4.0; the sign is wrong"),
    Expectation(
      code: "expect(Float.nan, equals: 1, within: 1)", got: "nan", expected: "1.0",
      difference:
        "got is not a number (0/0, ∞−∞, or the root or logarithm of a negative)"),
    Expectation(
      code: "expect(Double(1), equals: .nan, within: 1)", got: "1.0", expected: "nan",
      difference: "only NaN is right here"),
    Expectation(
      code: "expect(Double.infinity, equals: 1, within: .infinity)", got: "inf",
      expected: "1.0", difference: "got is infinite (a division by zero, or an overflow)"),
    Expectation(
      code: "expect([Float](arrayLiteral: 1, 2, 3), equals: [1, 2.5, 4], within: 0.1)",
      got: "[1.0, 2.0, 3.0]", expected: "[1.0, 2.5, 4.0]",
      difference:
        "first differs at index 1: off by 0.5, at most 0.1 is accepted (2 of 3 differ)"),
    Expectation(
      code: "expect([Float](), equals: [1], within: 0)", got: "[]", expected: "[1.0]",
      difference: "0 elements instead of 1 element"),
    Expectation(
      code: "expect([[1, 2], [3]] as [[Float]], equals: [[1, 2], [3, 4]], within: 0)",
      got: "2 rows of lengths [2, 1]", expected: "2 rows of 2", difference: "the shape differs"),
    Expectation(
      code: "expect([[1, 2], [3, 5]] as [[Float]], equals: [[1, 2], [3, 4]], within: 0)",
      got: "[3.0, 5.0]", expected: "[3.0, 4.0]",
      difference: "row 1, first differs at index 1: off by 1.0"),
    Expectation(
      code: "expect(Array(0..<100), equals: Array(0..<50) + [7] + Array(51..<100))",
      got: "[…, 47, 48, 49, 50, 51, 52, 53, 54, …] (indices 47 to 54 of 100)",
      expected: "[…, 47, 48, 49, 7, 51, 52, 53, 54, …] (indices 47 to 54 of 100)",
      difference: "first differs at index 50"),
    Expectation(
      code: #"expect("a b", equals: "a  b")"#, got: #""a b""#, expected: #""a  b""#,
      difference: "only white space differs, from character 4 on"),
    Expectation(
      code: "expect(Int?.none, equals: 3)", got: "nil", expected: "3"),
    Expectation(code: "expect(3, atMost: 2)", got: "3", expected: "at most 2"),
    Expectation(code: "expect(Float.nan, atLeast: 2)", got: "nan", expected: "at least 2.0"),
    Expectation(
      code: "expectSameShape([3, 2], [2, 3])", got: "shape [3, 2]", expected: "shape [2, 3]",
      difference: "the axes are in reverse order"),
    Expectation(
      code: "expectThrows { answer() }", got: "no error, but 42", expected: "a thrown error"),
    Expectation(
      code: "expectAccuracy([1, 1, 1, 1], of: [1, 2, 1, 2], atLeast: 0.9)",
      got: "50 %, 2 of 4", expected: "at least 90 % right",
      difference: "every prediction is class 1"),
    Expectation(
      code: """
        let never = try waitFor(seconds: 0.05) { try await Task.sleep(for: .seconds(60)); return 1 }
        expect(never, equals: 1)
        """, got: "nil", expected: "1"),
    Expectation(
      code: """
        struct Full: Error {}
        let none: Int? = try waitFor { throw Full() }
        expect(none, equals: 1)
        """, message: "an error was thrown: Full()"),
    Expectation(
      code: "struct Full: Error {}\nthrow Full()", message: "an error was thrown: Full()"),
    Expectation(code: "_ = answer()", message: "the check ended without stating anything"),
    Expectation(
      code: #"expect(false, "water is wet")"#, expected: "water is wet",
      message: "this does not hold: water is wet"),
    Expectation(
      code: "expectFaster({ work(2_000_000) }, than: { work(1000) }, by: 2)",
      expected: "at least 2.0 times as fast"),
  ]
}

@Suite struct `An expectation` {
  static let source = """
    func answer() -> Int { 42 }

    func work(_ count: Int) -> Int {
      var sum = 1
      for number in 0..<count { sum = sum &* 31 &+ number }
      return sum
    }
    """

  @Test func `that fails shows what differs`() async throws {
    let checks = Expectation.all.enumerated().map { ("check \($0.offset)", $0.element.code) }
    let verdict = try await Workbench.grade(Self.source, Workbench.exercise(checks))
    #expect(verdict.checks.count == checks.count)
    for (result, expectation) in zip(verdict.checks, Expectation.all) {
      #expect(result.status == .failed, "\(expectation.code)")
      if expectation.got != nil {
        #expect(result.got == expectation.got, "\(expectation.code)")
      }
      #expect(result.expected == expectation.expected, "\(expectation.code)")
      #expect(result.message == expectation.message, "\(expectation.code)")
      #expect(result.difference == expectation.difference, "\(expectation.code)")
    }
  }

  /// Each line holds, with nothing but what a check sees.
  @Test(arguments: [
    "expect(Float.nan, equals: .nan, within: 0)",
    "expect(Double.infinity, equals: .infinity, within: 0)",
    "expect(0.1 + 0.2, equals: 0.3, within: 1e-12)",
    "expect([Double](), equals: [], within: 0)",
    "expect([1, 2], equals: [1, 2])",
    "expect(Int?.some(2), equals: 2)",
    "expect(\"a\", equals: \"a\")",
    "expect(2, atMost: 2); expect(2.5, atLeast: 2.5)",
    "expectThrows { throw CancellationError() }",
    "expectAccuracy([1, 2], of: [1, 3], atLeast: 0.5)",
    "expectFaster({ work(1000) }, than: { work(2_000_000) }, by: 2)",
    """
    let sum = try waitFor {
      await withTaskGroup(of: Int.self) { group in
        for number in 1...100 { group.addTask { await Task.yield(); return number } }
        return await group.reduce(0, +)
      }
    }
    expect(sum, equals: 5050)
    """,
  ])
  func `that holds passes`(code: String) async throws {
    let verdict = try await Workbench.grade(Self.source, Workbench.exercise([("it holds", code)]))
    #expect(verdict.outcome == .passed, "\(verdict)")
  }

  @Test func `about speed that noise decides stays undecided`() async throws {
    // The same work on both sides: whether one is faster is a matter of chance, whichever way
    // a single measurement falls. The statement 'at least 1.0 times' cannot be decided.
    let code = "expectFaster({ work(20_000) }, than: { work(20_000) }, by: 1)"
    var statuses: Set<CheckStatus> = []
    for _ in 0..<3 {
      let verdict = try await Workbench.grade(
        Self.source, Workbench.exercise([("one is faster", code)]))
      statuses.insert(verdict.checks[0].status)
      if verdict.checks[0].status == .undecided {
        #expect(verdict.outcome == .undecided)
        #expect(verdict.points == 0)
      }
    }
    #expect(statuses.contains(.undecided))
  }

  @Test func `keeps its own line in the lesson`() async throws {
    let verdict = try await Workbench.grade(
      Self.source,
      Workbench.exercise([("two", "expect(answer(), equals: 42)\n\nexpect(1, equals: 2)")]))
    #expect(
      verdict.checks[0].location == SourcePosition(file: "Lessons/03-quantization.md", line: 102))
  }

  /// Dispatch looks at its workers in `/proc` when tasks have to wait, now and then: many tries.
  @Test func `can wait for tasks that sleep`() async throws {
    let code = """
      for _ in 0..<20 {
        let sum = try waitFor(seconds: 20) {
          try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...50 {
              group.addTask { try await Task.sleep(for: .milliseconds(2)); return number }
            }
            return try await group.reduce(0, +)
          }
        }
        expect(sum, equals: 1275)
      }
      """
    let verdict = try await Workbench.grade(
      Self.source, Workbench.exercise([("it holds", code)], limits: Limits(seconds: 30)))
    #expect(verdict.outcome == .passed, "\(verdict)")
  }

  @Test func `before a crash is still shown`() async throws {
    let verdict = try await Workbench.grade(
      Self.source,
      Workbench.exercise([
        ("crashes", "let list = [1]\nexpect(list.count, equals: answer())\n_ = list[answer()]")
      ]))
    #expect(verdict.checks[0].got == "1")
    #expect(verdict.checks[0].message?.hasPrefix("then the program crashed") == true)
  }
}
