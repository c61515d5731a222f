import Curriculum
import Testing

@Suite struct `A lesson` {
  /// A lesson with everything that a lesson may have.
  static let text = #"""
    ---
    id: scale
    title: "Scale: small numbers"
    requires: [inference, training]
    minutes: 45
    ---

    # Scale

    ## Activate prior knowledge
    What is a scale?
    ## Overview
    Small numbers.
    ## Key concepts
    | Term | Means |
    |------|-------|
    | scale | a factor |
    ## Learning path
    ### Step 1: Choose

    ```exercise
    id: scale/symmetric
    title: Choose a symmetric scale
    points: 2
    limits: {seconds: 2.5, memory: 512MB}
    hints:
      - What is the *largest*?
      - "`abs` helps: see #2."
      - |
        Write

        ```swift
        let a = 1
        ```
    starter: {fails: ['it is "positive" \ = yes', the scale is one]}   # exactly these checks
    forbids: [Quantizer]
    questions: [scale/p99, scale/plan]
    mistakes:                       # wrong on purpose
      - file: from-max.swift  # in its folder
        fails: [the scale is one]
        got: 0x10
        tells: You took the largest. It may be negative.
      - {file: zero.swift, fails: the scale is one, tells: no}
    ```

    Between them is text.

    ```swift check="it is \"positive\" \\ = yes" points=3
    expect(1)

    expect(2)
    ```

    ```swift hidden check="the scale is one" after="it is \"positive\" \\ = yes"
    expect(1)
    ```

    ```quiz
    - id: scale/p99
      kind: choice
      prompt: Which?
      choices: [no, 1:30, 0x10, ~]
      answer: 2
      why: Because.
      see: "Step 1: Choose"
    ```

    ## Examples
    ```swift run
    print(1)
    ```
    ```output
    1
    ```
    ## Common pitfalls
    None.
    ## Retrieval quiz
    ```quiz
    - {id: scale/plan, kind: recall, prompt: Say it., answer: It., why: So.}
    ```
    ## Quick recap
    Short.
    ## Spaced review plan
    | After | Prompt |
    |------:|--------|
    | 1 day | What is a `scale`? |
    | 3 days | *Why* \| how? |
    | 1 week | three |
    | 1 month | four |
    | 1 year | five |
    """#

  private func at(_ line: Int, _ column: Int = 1) -> SourcePosition {
    SourcePosition(file: file, line: line, column: column)
  }

  @Test func `is read whole`() throws {
    let (lesson, problems) = read(Self.text)
    #expect(problems == [])
    let scale = try #require(lesson)
    #expect(scale.id == "scale")
    #expect(scale.title == "Scale: small numbers")
    #expect(scale.requires == ["inference", "training"])
    #expect(scale.minutes == 45)
    #expect(scale.file == file)
    let places = scale.blocks.filter { block in
      switch block.kind {
      case .exercise, .quiz: true
      default: false
      }
    }
    #expect(
      places == [
        Block(.exercise("scale/symmetric"), at: at(21)), Block(.quiz(["scale/p99"]), at: at(58)),
        Block(.quiz(["scale/plan"]), at: at(78)),
      ])
  }

  @Test func `has exercises with all that judges them`() throws {
    let exercise = try #require(read(Self.text).lesson?.exercises.first)
    let positive = #"it is "positive" \ = yes"#
    #expect(
      exercise
        == Exercise(
          id: "scale/symmetric", title: "Choose a symmetric scale", points: 2,
          limits: Limits(seconds: 2.5, memory: 512_000_000),
          hints: [
            "What is the *largest*?", "`abs` helps: see #2.",
            "Write\n\n```swift\nlet a = 1\n```\n",
          ],
          starterFails: [positive, "the scale is one"], forbids: ["Quantizer"],
          mistakes: [
            Mistake(
              file: "from-max.swift", fails: ["the scale is one"], got: "0x10",
              tells: "You took the largest. It may be negative.", position: at(39, 5)),
            Mistake(
              file: "zero.swift", fails: ["the scale is one"], tells: "no", position: at(43, 5)),
          ],
          checks: [
            Check(
              title: positive, code: "expect(1)\n\nexpect(2)\n", firstLine: 49, points: 3,
              position: at(48)),
            Check(
              title: "the scale is one", code: "expect(1)\n", firstLine: 55, after: positive,
              isHidden: true, position: at(54)),
          ],
          questions: ["scale/p99", "scale/plan"], position: at(22)))
    #expect(exercise.starterPath == "Exercises/scale/symmetric.swift")
    #expect(exercise.solutionPath == "Solutions/scale/symmetric.swift")
    #expect(exercise.mistakesFolder == "Solutions/scale/symmetric.mistakes")
    #expect(exercise.alternativesFolder == "Solutions/scale/symmetric.alternatives")
  }

  @Test func `has questions whose words stay what the author wrote`() throws {
    let question = try #require(read(Self.text).lesson?.questions.first)
    #expect(
      question
        == Question(
          id: "scale/p99", kind: .choice(["no", "1:30", "0x10", "~"], answer: 1),
          prompt: "Which?", why: "Because.", see: "Step 1: Choose", position: at(59, 3)))
  }

  @Test func `has a review plan whose prompts are Markdown`() throws {
    #expect(
      read(Self.text).lesson?.reviewPlan == [
        ReviewPrompt(
          id: "scale/plan-1", days: 1, prompt: "What is a `scale`?", position: at(86)),
        ReviewPrompt(id: "scale/plan-3", days: 3, prompt: "*Why* | how?", position: at(87)),
        ReviewPrompt(id: "scale/plan-7", days: 7, prompt: "three", position: at(88)),
        ReviewPrompt(id: "scale/plan-30", days: 30, prompt: "four", position: at(89)),
        ReviewPrompt(id: "scale/plan-365", days: 365, prompt: "five", position: at(90)),
      ])
  }

  @Test func `needs no title of its own`() {
    #expect(read(unit("unit")).problems == [])
  }

  @Test func `takes an exercise without hints and mistakes`() throws {
    let (lesson, problems) = read(
      CurriculumTests.lesson(
        "```exercise\nid: unit/a\ntitle: A\n```\n```swift check=\"a\"\n1\n```"))
    #expect(problems == [])
    #expect(
      lesson?.exercises == [
        Exercise(
          id: "unit/a", title: "A",
          checks: [Check(title: "a", code: "1\n", firstLine: 10, position: at(9))],
          position: at(6))
      ])
    #expect(lesson?.exercises.first?.limits == Limits(seconds: 10, memory: 1 << 30))
  }

  @Test(arguments: [
    ("choices: [a, b], kind: choice, answer: 1", Question.Kind.choice(["a", "b"], answer: 0)),
    (
      "choices: [a, b, c], kind: multi, answer: [3, 1, 3]",
      .multi(["a", "b", "c"], answers: [0, 2])
    ),
    ("choices: [a, b], kind: multi, answer: 2", .multi(["a", "b"], answers: [1])),
    ("kind: text, answer: tail", .text(accepted: ["tail"])),
    ("kind: text, answer: [tail, 'the tail']", .text(accepted: ["tail", "the tail"])),
    ("kind: numeric, answer: -4.5e1", .numeric(answer: -45, tolerance: 0, unit: nil)),
    (
      "kind: numeric, answer: 4, tolerance: .5, unit: ms",
      .numeric(answer: 4, tolerance: 0.5, unit: "ms")
    ),
    ("kind: order, items: [b, a]", .order(["b", "a"])),
    (
      "kind: cloze, text: 'A {{warm-up| warm up }} run of {{3}}'",
      .cloze(pieces: ["A ", " run of ", ""], gaps: [["warm-up", "warm up"], ["3"]])
    ),
    (
      "kind: predict, code: print(1), answer: \"1\\n\"",
      .predict(code: "print(1)", output: "1\n")
    ),
    ("kind: recall, answer: yes", .recall(answer: "yes")),
  ])
  func `asks each kind of question`(fields: String, kind: Question.Kind) throws {
    let (lesson, problems) = read(
      CurriculumTests.lesson("```quiz\n- {id: unit/a, prompt: p, why: w, \(fields)}\n```"))
    #expect(problems == [])
    #expect(lesson?.questions.map(\.kind) == [kind])
    #expect(fields.contains("kind: \(kind.name)"))
  }

  @Test func `asks to fill the gaps where a cloze has no prompt`() {
    let quiz = "```quiz\n- {id: unit/a, why: w, kind: cloze, text: '{{a}}'}\n```"
    #expect(
      read(CurriculumTests.lesson(quiz)).lesson?.questions.map(\.prompt) == ["Fill the gaps."])
  }

  @Test func `takes a comment behind two spaces, and a number sign within a word`() throws {
    let quiz =
      "```quiz\n- id: unit/a\n  kind: recall  # said\n  prompt: C#\n  why: a#b\n  answer: w\n```"
    #expect(read(CurriculumTests.lesson(quiz)).lesson?.questions.map(\.prompt) == ["C#"])
  }
}
