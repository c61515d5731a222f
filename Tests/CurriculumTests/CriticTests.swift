import Curriculum
import Testing

/// What a critic of a course finds, by the lines of a lesson that has one fault.
@Suite struct `A critic` {
  /// What is found in the lesson of a body, as `line:column: message`. Its `minutes` are right.
  static func findings(
    _ body: String, files: [String: String] = [:], list: [String] = ["other.swift"],
    names: Set<String>? = nil
  ) -> [String] {
    findings(
      lessons: [
        (file, "---\nid: unit\ntitle: A unit\nminutes: 5\n---\n" + body + "\n\n" + sections)
      ],
      of: file, files: files, list: list, names: names)
  }

  /// What is found in one of several lessons.
  static func findings(
    lessons: [(file: String, text: String)], of file: String, files: [String: String] = [:],
    list: [String] = [], names: Set<String>? = nil
  ) -> [String] {
    let texts = files.merging(lessons.map { ($0.file, $0.text) }) { $1 }
    let course = Course(
      folder: "/", id: "a", title: "A", language: "en",
      lessons: lessons.compactMap { Lesson.read(Array($0.text.utf8), file: $0.file).lesson },
      problems: [])
    let critic = CourseCritic(
      course, read: { texts[$0] }, exists: { texts[$0] != nil }, list: { _ in list },
      libraryNames: names)
    guard let lesson = course.lessons.first(where: { $0.file == file }) else { return ["unread"] }
    return critic.findings(in: lesson).map { String("\($0)".dropFirst(file.count + 1)) }
  }

  @Test func `has nothing to say of a lesson without a fault`() {
    #expect(Self.findings("# A\n\nSee [the end](#quick-recap), <https://a.example/b>.") == [])
  }

  @Test(arguments: [
    (
      "See [a](#overview) and [b](#overvew).",
      [##"6:28: no heading has the anchor "#overvew". Did you mean "overview"?"##]
    ),
    (
      "text\n\n- [a](gone.md)\n- [b](02-other.md#none)\n- [c](02-other.md#one-two-1)",
      [
        #"8:7: the link "gone.md" leads to no file. Correct the path; it counts from the lesson's folder."#,
        ##"9:7: no heading has the anchor "#none". Correct it."##,
      ]
    ),
    (
      "![a](picture.png) [b](../../x) [c](/etc/passwd)",
      [
        #"6:6: the link "picture.png" leads to no file. Correct the path; it counts from the lesson's folder."#,
        #"6:23: the link "../../x" leaves the course folder. Name a file inside it, or a web page."#,
        #"6:36: the link "/etc/passwd" leaves the course folder. Name a file inside it, or a web page."#,
      ]
    ),
    (
      "[a](http://nowhere) [b](javascript:x) [c](mailto:a@b.example) [d]()",
      [
        #"6:5: "http://nowhere" is no link that a viewer can follow. Write https://…, a path beside the lesson, or #heading."#,
        #"6:25: "javascript:x" is no link that a viewer can follow. Write https://…, a path beside the lesson, or #heading."#,
        #"6:67: "" is no link that a viewer can follow. Write https://…, a path beside the lesson, or #heading."#,
      ].sorted()
    ),
  ])
  func `follows links`(body: String, expected: [String]) {
    let other = "---\nid: other\ntitle: B\n---\n# One, two!\n## One two\n\(sections)"
    #expect(
      Self.findings(
        lessons: [
          (file, "---\nid: unit\ntitle: A\nminutes: 5\n---\n" + body + "\n\n" + sections),
          ("Lessons/02-other.md", other),
        ], of: file
      ).sorted() == expected.sorted())
  }

  static let exercise = """
    ```exercise
    id: unit/a
    title: A
    hints: [one, two, "Write `let total = a + b`."]
    mistakes:
      - {file: a.swift, fails: [one], tells: a}
      - {file: b.swift, fails: [two], tells: b}
      - {file: c.swift, fails: [three], tells: c}
      - {file: d.swift, fails: [four], tells: d}
    forbids: [matmul]
    ```
    ```swift check="one"
    expect(a, equals: 1, because: "so")
    ```
    ```swift check="two"
    expect(a, equals: 2, because: "so")
    ```
    ```swift check="three"
    expect(a, equals: 3, because: "so")
    ```
    ```swift check="four"
    expect(a, equals: 4, because: "so")
    ```
    """

  @Test func `sees a hint that gives a line away, and not one that the starter has`() {
    let solution = "func f() {\n  let total   =  a + b\n  print(total)\n}\n"
    let files = ["Solutions/unit/a.swift": solution, "Exercises/unit/a.swift": "func f() {\n}\n"]
    #expect(
      Self.findings(Self.exercise, files: files) == [
        #"9:20: the hint holds a line of the solution, "let total = a + b". Say what it does instead."#
      ])
    var given = files
    given["Exercises/unit/a.swift"] = "func f() {\n  let total = a + b\n}\n"
    #expect(Self.findings(Self.exercise, files: given) == [])
    given["Exercises/unit/a.swift"] = ""
    // Eleven characters are no line to copy.
    given["Solutions/unit/a.swift"] = "total = a+b\n"
    #expect(Self.findings(Self.exercise, files: given) == [])
  }

  @Test func `asks for a name to forbid that the library has`() {
    #expect(Self.findings(Self.exercise, names: ["matmul", "argmax"]) == [])
    #expect(
      Self.findings(Self.exercise, names: ["matmull", "argmax"]) == [
        #"15:11: ModelOptimization has no name "matmul" to forbid. Did you mean "matmull"?"#
      ])
  }

  @Test func `asks for enough of everything in an exercise`() {
    let body = """
      ```exercise
      id: unit/a
      title: A
      hints: [a]
      mistakes:
        - {file: a.swift, fails: [one, two], tells: a}
      ```
      ```swift check="one"
      expect(a, equals: 1)
      ```
      ```swift check="two"
      expect(a, equals: 1, because: "so")
      ```
      """
    #expect(
      Self.findings(body, list: ["notes.txt"]) == [
        #"7:1: the exercise "unit/a" has 1 hint; at least 3 let a learner unfold them."#,
        #"7:1: the exercise "unit/a" has 2 checks; at least 4 see a solution from enough sides. Add some."#,
        #"7:1: the exercise "unit/a" declares 1 mistake; at least 4 prove its checks. Add typical ones."#,
        #"7:1: the exercise "unit/a" has no alternative. Put a right solution in another style into Solutions/unit/a.alternatives."#,
        #"13:1: no mistake fails "one" alone, so nothing shows that it is needed. Declare one with only this check in "fails"."#,
        #"13:1: the check "one" never says why. Give an expectation because: "…"."#,
        #"16:1: no mistake fails "two" alone, so nothing shows that it is needed. Declare one with only this check in "fails"."#,
      ])
    #expect(
      Self.findings(Self.exercise.replacing("hints: [", with: "hints: [3, 4, 5, ")) == [
        #"7:1: the exercise "unit/a" has 6 hints; after 5 nobody asks for more. Join some."#
      ])
  }

  struct Choices: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var choices: [String]
    var answers: [Int]
    var isAdvised: Bool
  }

  @Test(arguments: [
    Choices(
      testDescription: "longer by one", choices: ["aaa", "aa"], answers: [1], isAdvised: true),
    Choices(
      testDescription: "as long as another", choices: ["aaa", "a", "bbb"], answers: [1],
      isAdvised: false),
    Choices(
      testDescription: "longer by its marks alone", choices: ["`aa`", "aaa"], answers: [1],
      isAdvised: false),
    Choices(
      testDescription: "one of two right ones", choices: ["aaa", "a", "b"], answers: [1, 2],
      isAdvised: false),
  ])
  func `warns of a right choice that is the longest`(_ example: Choices) {
    let kinds = example.answers.count == 1 ? ["choice", "multi"] : ["multi"]
    for kind in kinds {
      let answer = kind == "choice" ? "\(example.answers[0])" : "\(example.answers)"
      let choices = example.choices.map { #""\#($0)""# }.joined(separator: ", ")
      let body = """
        ```quiz
        - {id: unit/a, kind: \(kind), prompt: p, choices: [\(choices)], answer: \(answer), why: w}
        ```
        """
      #expect(
        Self.findings(body)
          == (example.isAdvised
            ? [
              "7:3: the right choice is the longest, so it can be guessed. Even the choices out."
            ] : []))
    }
  }

  /// Questions of two choices: where the right one stands, and whether it is the shorter one.
  static func quiz(_ questions: [(place: Int, isShorter: Bool)]) -> String {
    "```quiz\n"
      + questions.enumerated().map { index, question in
        let (right, wrong) = question.isShorter ? ("a", "bb") : ("a", "b")
        let choices = question.place == 1 ? [right, wrong] : [wrong, right]
        return "- {id: unit/q\(index), kind: choice, prompt: p, choices: \(choices), "
          + "answer: \(question.place), why: w}\n"
      }.joined() + "```"
  }

  @Test func `warns of right choices that stand out over a lesson`() {
    let even = [(1, true), (2, true), (1, true), (2, false), (1, false), (2, false)]
    #expect(Self.findings(Self.quiz(even)) == [])
    #expect(
      Self.findings(
        Self.quiz([(1, true), (2, true), (1, true), (2, true), (1, false), (1, false)]))
        == [
          "7:3: the right choice is the shortest in 4 of 6 questions, so it can be guessed. Lengthen some, or shorten wrong ones.",
          "7:3: the right choice is number 1 in 4 of 6 questions. Spread them over the places.",
        ])
    // Five are too few to tell a habit.
    #expect(Self.findings(Self.quiz(Array(repeating: (1, true), count: 5))) == [])
  }

  @Test(arguments: [
    ("", "1:1: the front matter says no time. Write \"minutes: …\"; by its length it is about 10."),
    (
      "minutes: 4\n", "4:1: the lesson says 4 minutes; by its length it takes about 10. Correct it."
    ),
    (
      "minutes: 21\n",
      "4:1: the lesson says 21 minutes; by its length it takes about 10. Correct it."
    ),
    ("minutes: 5\n", nil), ("minutes: 20\n", nil),
  ])
  func `compares the minutes with the lesson's length`(front: String, expected: String?) {
    let words = String(repeating: "word ", count: 1978)
    let text = "---\nid: unit\ntitle: A\n\(front)---\n\(words)\n\n\(sections)"
    #expect(Self.findings(lessons: [(file, text)], of: file) == (expected.map { [$0] } ?? []))
  }

  @Test func `counts words of prose alone, and minutes of everything`() throws {
    let text = """
      # Two words

      A `b c` d — 5 [f](#g).

      | h i |
      |---|
      | j |

      ```text
      not counted
      ```
      """
    let lesson = try #require(read(lesson(text + "\n" + Self.exercise)).lesson)
    // The nine sections have 18 words of titles, and a plan of 2 + 4 × 3.
    #expect(lesson.wordCount == 9 + 18 + 14)
    // 41 words, a line of code, and an exercise of one point.
    #expect(lesson.estimatedMinutes == 8)
  }

  @Test func `names characters that break the columns`() {
    let body =
      "🚀 and 🚀\n\nA\u{200B}b ⚠\u{FE0F} → ▶ ✓\n\n```text\n┌─\u{301}\ta\n🚀\n```\nx\ta e\u{301}"
    #expect(
      Self.findings(body) == [
        "6:1: U+1F680 is an emoji, one column wide in some terminals and two in others. Use a word or a letter. It stands in 2 lines.",
        "8:2: U+200B is invisible. Delete it.",
        "8:5: U+26A0 is an emoji, one column wide in some terminals and two in others. Use a word or a letter.",
        "8:5: U+FE0F changes how its neighbour is drawn, differently in every terminal. Delete it.",
        "11:2: U+0301 is a combining mark, which moves the columns of code. Use the letter with its mark, or none.",
        "11:3: U+0009 is a tab, which has another width in every window. Indent with spaces.",
      ])
  }

  @Test(arguments: [nil, "A machine"])
  func `asks for the machine of what was measured`(machine: String?) {
    let attribute = machine.map { " machine=\"\($0)\"" } ?? ""
    #expect(
      Self.findings("```swift measure\n1\n```\n```output\(attribute)\n```")
        == (machine == nil
          ? ["9:1: the output names no machine. Measure it: pare lint --measure."] : []))
  }
}
