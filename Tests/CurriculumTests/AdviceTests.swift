import Curriculum
import Testing

@Suite struct `Advice` {
  private let place = SourcePosition(file: file, line: 7)

  private func course(_ lesson: Lesson) -> Course {
    Course(
      folder: "/", id: "a", title: "A", language: "en", lessons: [lesson], problems: [])
  }

  @Test(arguments: 0...4)
  func `asks for three hints`(count: Int) {
    let exercise = Exercise(
      id: "a/b", title: "B", hints: Array(repeating: "h", count: count), position: place)
    let advice = course(Lesson(id: "a", title: "A", file: file, exercises: [exercise])).advice()
    #expect(
      advice == (count < 3 ? [CourseProblem(.fewHints("a/b", count: count), at: place)] : []))
    #expect(advice.filter { !$0.isAdvice } == [])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The lengths of the choices, in characters.
    var lengths: [Int]
    var answers: [Int]
    var isAdvised: Bool
  }

  @Test(arguments: [
    Case(
      testDescription: "by half and more than 20", lengths: [61, 40], answers: [0], isAdvised: true),
    Case(testDescription: "by half", lengths: [60, 40], answers: [0], isAdvised: false),
    Case(testDescription: "by 21", lengths: [50, 71], answers: [1], isAdvised: false),
    Case(testDescription: "by 20", lengths: [30, 10], answers: [0], isAdvised: false),
    Case(testDescription: "by 21 of few", lengths: [10, 1, 31], answers: [2], isAdvised: true),
    Case(
      testDescription: "as long as another", lengths: [80, 1, 80], answers: [0], isAdvised: false),
    Case(testDescription: "one of two", lengths: [80, 1, 1], answers: [0, 1], isAdvised: false),
  ])
  func `warns of a right choice that is by far the longest`(_ example: Case) {
    let choices = example.lengths.map { String(repeating: "é", count: $0) }
    let kinds: [Question.Kind] =
      [.multi(choices, answers: example.answers)]
      + (example.answers.count == 1 ? [.choice(choices, answer: example.answers[0])] : [])
    for kind in kinds {
      let question = Question(id: "a/b", kind: kind, prompt: "p", why: "w", position: place)
      let lesson = Lesson(id: "a", title: "A", file: file, questions: [question])
      #expect(
        course(lesson).advice()
          == (example.isAdvised ? [CourseProblem(.longestChoiceIsRight, at: place)] : []))
    }
  }

  @Test(arguments: [nil, "A machine"])
  func `asks for the machine of what was measured`(machine: String?) {
    let code = Code(language: "swift", isRun: false, isMeasured: true, text: "1\n", firstLine: 4)
    let output = Code(language: "output", isRun: false, machine: machine, text: "", firstLine: 8)
    let blocks = [
      Block(.code(code), at: SourcePosition(file: file, line: 3)), Block(.code(output), at: place),
    ]
    #expect(
      course(Lesson(id: "a", title: "A", file: file, blocks: blocks)).advice()
        == (machine == nil ? [CourseProblem(.notMeasured, at: place)] : []))
  }

  @Test func `is told in the order of lines`() {
    let lesson = Lesson(
      id: "a", title: "A", file: file,
      exercises: [
        Exercise(id: "a/b", title: "B", position: SourcePosition(file: file, line: 9))
      ],
      questions: [
        Question(
          id: "a/c", kind: .choice(["a", String(repeating: "b", count: 40)], answer: 1),
          prompt: "p", why: "w", position: place)
      ])
    #expect(
      course(lesson).advice().map(\.description) == [
        "Lessons/unit.md:7:1: the right choice is by far the longest, so it can be guessed. Even the choices out.",
        #"Lessons/unit.md:9:1: the exercise "a/b" has 0 hints; at least 3 let a learner unfold them."#,
      ])
  }
}
