import Curriculum
import Terminal
import Testing

func question(_ kind: Question.Kind, prompt: String = "What?", why: String = "Because.") -> Question
{
  Question(id: "unit/q", kind: kind, prompt: prompt, why: why, position: here)
}

@Suite struct `A typed answer` {
  static func parse(_ kind: Question.Kind, _ typed: String) -> Result<GivenAnswer, InputProblem> {
    let view = QuestionView(question(kind), seed: 3)
    do throws(InputProblem) {
      return .success(try view.parse(typed))
    } catch {
      return .failure(error)
    }
  }

  @Test func `names a choice by its shown number or letter`() throws {
    let choices = ["mean", "median", "p99"]
    let view = QuestionView(question(.choice(choices, answer: 2)), seed: 5)
    for (place, index) in view.shownOrder.enumerated() {
      #expect(try view.parse("\(place + 1)") == .choice(index))
      #expect(try view.parse(" \(["a", "B", "c"][place]) ") == .choice(index))
      #expect(try view.parse("\(place + 1).") == .choice(index))
    }
    let kind = Question.Kind.choice(choices, answer: 2)
    #expect(Self.parse(kind, "4") == .failure(.noSuchChoice("4", count: 3)))
    #expect(Self.parse(kind, "0") == .failure(.noSuchChoice("0", count: 3)))
    #expect(Self.parse(kind, "d") == .failure(.noSuchChoice("d", count: 3)))
    #expect(Self.parse(kind, "1 2") == .failure(.oneChoiceOnly))
    #expect(Self.parse(kind, "  ") == .failure(.empty))
    #expect(Self.parse(kind, "?") == .success(.unknown))
  }

  @Test(arguments: ["1 3", "1,3", "3, 1", "a c", "1;3;3", "１、３", "1，3"])
  func `names several choices`(typed: String) throws {
    let view = QuestionView(
      question(.multi(["a", "b", "c", "d"], answers: [0])), seed: 5)
    let expected = [view.shownOrder[0], view.shownOrder[2]].sorted()
    #expect(try view.parse(typed) == .choices(expected))
  }

  @Test(arguments: [
    ("12", 12.0), ("0.5", 0.5), (",5", 0.5), ("12,5", 12.5), ("-3", -3), ("−3", -3), ("+3", 3),
    ("1e3", 1000), ("1E-3", 0.001), ("1 000", 1000), ("1\u{A0}000,5", 1000.5),
    ("1,000,000", 1_000_000), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("0,125", 0.125),
    ("1.000", 1), ("1234,567", 1234.567), ("12 ms", 12), ("12ms", 12), ("１２", 12), ("12.", 12),
    ("1.234.567,8", 1_234_567.8), ("1'000", 1000),
  ])
  func `is a number with point or comma`(typed: String, value: Double) {
    let kind = Question.Kind.numeric(answer: 0, tolerance: 0, unit: "ms")
    #expect(Self.parse(kind, typed) == .success(.number(value)))
  }

  @Test(arguments: [
    "nan", "NaN", "inf", "infinity", "0x10", "abc", "-", ".", "1.2.3", "1,2,3", "1e999", "١٢",
  ])
  func `is refused where it is no number`(typed: String) {
    let kind = Question.Kind.numeric(answer: 0, tolerance: 0, unit: nil)
    switch Self.parse(kind, typed) {
    case .failure(.notANumber), .failure(.wrongUnit): break
    case let other: Issue.record("\(typed) gave \(other)")
    }
  }

  @Test func `is asked again where a number or its unit is unclear`() {
    let kind = Question.Kind.numeric(answer: 4, tolerance: 0, unit: "µs")
    #expect(Self.parse(kind, "1,000") == .failure(.ambiguousNumber("1,000")))
    #expect(Self.parse(kind, "4 ms") == .failure(.wrongUnit("ms", expected: "µs")))
    // The micro sign and the Greek letter are the same after NFKC.
    #expect(Self.parse(kind, "4 μs") == .success(.number(4)))
    let times = Question.Kind.numeric(answer: 4, tolerance: 0, unit: "×")
    #expect(Self.parse(times, "4x") == .success(.number(4)))
    let bare = Question.Kind.numeric(answer: 4, tolerance: 0, unit: nil)
    #expect(Self.parse(bare, "4 apples") == .failure(.wrongUnit("apples", expected: nil)))
    let epochs = Question.Kind.numeric(answer: 5, tolerance: 0, unit: "epochs")
    #expect(Self.parse(epochs, "5 epochs") == .success(.number(5)))
  }

  @Test func `orders shown items`() throws {
    let view = QuestionView(question(.order(["a", "b", "c"])), seed: 1)
    let expected = GivenAnswer.order([2, 0, 1].map { view.shownOrder[$0] })
    for typed in ["3 1 2", "3,1,2", "312"] { #expect(try view.parse(typed) == expected) }
    for typed in ["1 2", "1 1 2", "1 2 4", "x"] {
      #expect(throws: InputProblem.notAnOrder(count: 3)) { try view.parse(typed) }
    }
  }

  @Test func `fills gaps, prints lines, grades`() {
    let two = Question.Kind.cloze(pieces: ["", " and ", ""], gaps: [["a"], ["b"]])
    #expect(Self.parse(two, "a ; b") == .success(.gaps(["a", "b"])))
    #expect(Self.parse(two, "a") == .failure(.wrongGapCount(given: 1, expected: 2)))
    let one = Question.Kind.cloze(pieces: ["", ""], gaps: [["a; b"]])
    #expect(Self.parse(one, "a; b") == .success(.gaps(["a; b"])))
    let predict = Question.Kind.predict(code: "", output: "1\n2\n")
    #expect(Self.parse(predict, "1\\n2") == .success(.output("1\n2")))
    let recall = Question.Kind.recall(answer: "x")
    #expect(Self.parse(recall, "3") == .success(.grade(3)))
    #expect(Self.parse(recall, "5") == .failure(.notAGrade("5")))
  }

  @Test func `may be a question mark where that is the answer`() {
    #expect(Self.parse(.text(accepted: ["?"]), "?") == .success(.text("?")))
    #expect(Self.parse(.text(accepted: ["x"]), "?") == .success(.unknown))
  }

  @Test func `that is wrong is told in words what to type`() {
    let problems: [InputProblem] = [
      .empty, .noSuchChoice("9", count: 3), .oneChoiceOnly, .notANumber("x"),
      .ambiguousNumber("1,000"), .wrongUnit("s", expected: "ms"), .wrongUnit("s", expected: nil),
      .notAnOrder(count: 3), .wrongGapCount(given: 1, expected: 2), .notAGrade("9"),
    ]
    for problem in problems { #expect(problem.description.count > 10) }
    #expect(Set(problems.map(\.description)).count == problems.count)
  }
}

@Suite struct `A judgement` {
  @Test(arguments: [
    "post-training quantization", "Post-Training  Quantization", "  post-training\tquantization ",
    "ｐost-training quantization",
  ])
  func `folds case, white space and compatibility forms of text`(given: String) {
    let asked = question(.text(accepted: ["PTQ", "post-training quantization"]))
    #expect(judge(asked, .text(given)).isRight)
  }

  @Test func `does not fold accents and meaning`() {
    #expect(judge(question(.text(accepted: ["váha"])), .text("va\u{301}ha")).isRight)
    #expect(!judge(question(.text(accepted: ["váha"])), .text("vaha")).isRight)
    #expect(!judge(question(.text(accepted: ["x"])), .text("")).isRight)
  }

  @Test func `takes numbers within the tolerance, its edge included`() {
    let asked = question(.numeric(answer: 1, tolerance: 0.1, unit: nil))
    for given in [1, 0.9, 1.1] { #expect(judge(asked, .number(given)).isRight, "\(given)") }
    for given in [0.89, 1.101, -1, .nan, .infinity] {
      #expect(!judge(asked, .number(given)).isRight, "\(given)")
    }
    #expect(judge(question(.numeric(answer: 4, tolerance: 0, unit: nil)), .number(4)).isRight)
  }

  @Test func `counts the parts that are right`() {
    let multi = question(.multi(["a", "b", "c", "d"], answers: [0, 2]))
    #expect(judge(multi, .choices([0, 2])) == Judgement(parts: [true, true, true, true]))
    #expect(judge(multi, .choices([0])).score == 0.75)
    #expect(!judge(multi, .choices([0])).isRight)
    let order = question(.order(["a", "b", "c"]))
    #expect(judge(order, .order([0, 1, 2])).isRight)
    #expect(judge(order, .order([0, 2, 1])).parts == [true, false, false])
    #expect(!judge(order, .order([0])).isRight)
    // Items of the same text stand for each other.
    #expect(judge(question(.order(["a", "b", "a"])), .order([2, 1, 0])).isRight)
    let cloze = question(.cloze(pieces: ["", "", ""], gaps: [["one"], ["two", "2"]]))
    #expect(judge(cloze, .gaps(["One", "2"])).isRight)
    #expect(judge(cloze, .gaps(["one", "three"])).score == 0.5)
  }

  @Test func `compares printed lines without their white space`() {
    let predict = question(.predict(code: "", output: "a b \n\n c\n"))
    #expect(judge(predict, .output("a b\r\n\n c\n\n")).isRight)
    #expect(judge(predict, .output("ab\n\nc")).isRight)
    #expect(judge(predict, .output("a b\n\nd")).parts == [true, true, false])
    #expect(!judge(predict, .output("a b\n\n c\nd")).isRight)
  }

  @Test func `trusts the learner's grade, and is wrong for what is unknown or of another kind`() {
    let recall = question(.recall(answer: "x"))
    #expect((1...4).map { judge(recall, .grade($0)).isRight } == [false, true, true, true])
    #expect(!judge(recall, .unknown).isRight)
    #expect(judge(question(.choice(["a", "b"], answer: 1)), .choice(1)).isRight)
    #expect(!judge(question(.choice(["a", "b"], answer: 1)), .choice(0)).isRight)
    #expect(!judge(question(.choice(["a", "b"], answer: 1)), .text("b")).isRight)
  }
}

@Suite struct `A shown question` {
  static let plain = Output.plain.capabilities(width: 60)

  static func text(_ lines: [Line]) -> String { lines.map(\.plainText).joined(separator: "\n") }

  @Test func `shuffles by its seed, the same on every machine`() {
    let asked = question(.choice(["a", "b", "c", "d"], answer: 0))
    let orders = (0..<40).map { QuestionView(asked, seed: $0).shownOrder }
    #expect(orders.allSatisfy { $0.sorted() == [0, 1, 2, 3] })
    #expect(Set(orders.map { $0.firstIndex(of: 0) }).count == 4)
    #expect(QuestionView(asked, seed: 7).shownOrder == QuestionView(asked, seed: 7).shownOrder)
    // Fisher–Yates with SplitMix64 from state 7, by hand in Python:
    // s=7; M=2**64-1
    // def n(): global s; s=(s+0x9E3779B97F4A7C15)&M; z=s
    //   z=((z^z>>30)*0xBF58476D1CE4E5B9)&M; z=((z^z>>27)*0x94D049BB133111EB)&M; return z^z>>31
    // o=[0,1,2,3]
    // for i in (3,2,1): j=n()%(i+1); o[i],o[j]=o[j],o[i]
    #expect(QuestionView(asked, seed: 7).shownOrder == [1, 2, 0, 3])
  }

  @Test func `never shows items in the right order`() {
    for seed: UInt64 in 0..<60 {
      let view = QuestionView(question(.order(["a", "b", "c"])), seed: seed)
      #expect(view.shownOrder != [0, 1, 2])
    }
    #expect(QuestionView(question(.order(["a"])), seed: 1).shownOrder == [0])
  }

  @Test func `shows its number, text and numbered choices`() {
    let view = QuestionView(
      question(.choice(["mean", "p99"], answer: 1), prompt: "Which number?"), seed: 2)
    let first = view.shownOrder[0] == 0 ? "mean" : "p99"
    let lines = view.lines(number: (2, of: 5), note: "latency", capabilities: Self.plain)
    #expect(
      Self.text(lines).hasPrefix("Question 2 of 5, latency\n\nWhich number?\n\n1. \(first)\n2. "))
  }

  @Test func `shows gaps by number, code as code, Markdown through the reader it is given`() {
    let cloze = QuestionView(
      question(.cloze(pieces: ["The ", " of ", "."], gaps: [["a"], ["b"]])), seed: 1)
    #expect(Self.text(cloze.lines(capabilities: Self.plain)).contains("The [1] of [2]."))
    let one = QuestionView(question(.cloze(pieces: ["The ", "."], gaps: [["a"]])), seed: 1)
    #expect(Self.text(one.lines(capabilities: Self.plain)).contains("The ____."))
    let predict = QuestionView(question(.predict(code: "print(1)\n", output: "1\n")), seed: 1)
    #expect(Self.text(predict.lines(capabilities: Self.plain)).contains("    print(1)"))
    let marked = QuestionView(question(.text(accepted: ["x"]), prompt: "*"), seed: 1) { _ in
      [paragraph("read")]
    }
    #expect(Self.text(marked.lines(capabilities: Self.plain)) == "read")
  }

  @Test(arguments: [
    Question.Kind.choice(["a", "b"], answer: 1), .multi(["a", "b", "c"], answers: [0, 1]),
    .text(accepted: ["word"]), .numeric(answer: 4, tolerance: 0.5, unit: "ms"),
    .order(["x", "y", "z"]), .cloze(pieces: ["", "", ""], gaps: [["g"], ["h"]]),
    .predict(code: "print(1)\nprint(2)\n", output: "1\n2\n"),
  ])
  func `answers every answer with a verdict in words and why`(kind: Question.Kind) throws {
    let view = QuestionView(question(kind), seed: 4)
    let unknown = view.feedback(
      .unknown, judge(view.question, .unknown), capabilities: Self.plain)
    #expect(Self.text(unknown).hasPrefix("The answer:"))
    #expect(Self.text(unknown).hasSuffix("Because."))

    // What is shown as the right answer is judged right when it is given.
    let right: GivenAnswer
    switch kind {
    case .choice(_, let answer): right = .choice(answer)
    case .multi(_, let answers): right = .choices(answers)
    case .order(let items): right = .order(Array(items.indices))
    default: right = try view.parse(view.correctAnswer)
    }
    let judgement = judge(view.question, right)
    #expect(judgement.isRight)
    let good = Self.text(view.feedback(right, judgement, capabilities: Self.plain))
    #expect(good.hasPrefix("Correct:"))
    #expect(good.hasSuffix("Because."))

    let wrong = GivenAnswer.text("wrong")
    let bad = Self.text(
      view.feedback(wrong, judge(view.question, wrong), capabilities: Self.plain))
    #expect(bad.hasPrefix("Not yet.\nYou answered: wrong\nThe answer:"))
    #expect(!view.instruction.isEmpty)
  }

  @Test func `keeps feedback within the window`() {
    let long = String(repeating: "a long explanation 量化，", count: 20)
    let view = QuestionView(question(.text(accepted: [long]), why: long), seed: 4)
    for width in [20, 40, 80] {
      let capabilities = Output.color.capabilities(width: width)
      let given = GivenAnswer.text(long + "x")
      let lines =
        view.feedback(given, judge(view.question, given), capabilities: capabilities)
        + view.lines(number: (1, of: 2), note: long, capabilities: capabilities)
      #expect(lines.allSatisfy { $0.width <= width })
    }
  }
}
