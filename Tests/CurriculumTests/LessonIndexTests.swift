import Curriculum
import Foundation
import Testing

@Suite struct `An index of lessons` {
  private static let lesson = """
    ---
    id: unit
    title: A unit
    minutes: 20
    requires: [other]
    ---

    # A unit

    ## Activate prior knowledge

    Think.

    ## Overview
    ## Key concepts
    ## Learning path

    ```exercise
    id: unit/one
    title: One
    points: 3
    ```

    ```swift check="it holds"
    expect(true, "it holds")
    ```

    <!-- pause -->

    ```exercise
    id: unit/two
    title: Two
    ```

    ```swift check="it holds"
    expect(true, "it holds")
    ```

    ## Examples
    ## Common pitfalls
    ## Retrieval quiz

    ```quiz
    - id: unit/half
      kind: choice
      prompt: Which integer is 2.5 rounded half up?
      choices: ["2", "3", either]
      answer: 2
      why: A half goes to the larger number.
    ```

    ## Quick recap
    ## Spaced review plan

    | After | Prompt |
    |---|---|
    | 1 day | one |
    | 3 days | two |
    | 1 week | three |
    | 1 month | four |

    """

  private func makeCourse() throws -> TemporaryCourse {
    try TemporaryCourse([
      "Lessons/course.yaml": courseFile("other", "unit"), "Lessons/unit.md": Self.lesson,
      "Lessons/other.md": unit("other"),
    ])
  }

  /// What the index says after it was written and read again.
  private func kept(_ index: LessonIndex, by program: String = "a") throws -> LessonIndex {
    LessonIndex(try index.data(program: "a"), program: program)
  }

  private func read(_ course: TemporaryCourse, _ index: inout LessonIndex) -> Course {
    Course.read(course.folder.path, index: &index)
  }

  @Test func `tells of a lesson what its text says`() throws {
    let course = try makeCourse()
    let outline = try #require(course.read().outline("unit"))
    #expect(outline.title == "A unit")
    #expect(outline.minutes == 20)
    #expect(outline.requires == ["other"])
    #expect(outline.file == "Lessons/unit.md")
    let lesson = try #require(course.read().lesson("unit"))
    #expect(outline.stepCount == lesson.steps.count)
    #expect(outline.exercises.map(\.id) == ["unit/one", "unit/two"])
    #expect(outline.exercises.map(\.points) == [3, 1])
    #expect(outline.exercises.map(\.checkCount) == [1, 1])
    for exercise in outline.exercises {
      let step = try #require(exercise.step)
      #expect(lesson.steps[step].contains { $0.kind == .exercise(exercise.id) })
    }
    #expect(outline.questionCount == 1)
    #expect(
      outline.cards.map(\.id) == [
        "unit/half", "unit/plan-1", "unit/plan-3", "unit/plan-7", "unit/plan-30",
      ])
    #expect(outline.cards.map(\.days) == [nil, 1, 3, 7, 30])
  }

  @Test func `gives the same course as its lessons, parsed when asked for`() throws {
    let course = try makeCourse()
    let fresh = course.read()
    var index = LessonIndex()
    _ = read(course, &index)
    #expect(index.isChanged)
    var again = try kept(index)
    let indexed = read(course, &again)
    #expect(!again.isChanged)
    #expect(indexed.outlines == fresh.outlines)
    #expect(indexed.problems == [])
    #expect(indexed.lessons == fresh.lessons)
    #expect(indexed.exercise("unit/two") == fresh.exercise("unit/two"))
  }

  @Test func `follows an edit, a renamed file and a removed one`() throws {
    let course = try makeCourse()
    var index = LessonIndex()
    _ = read(course, &index)
    try course.write(
      Self.lesson.replacingOccurrences(of: "title: A unit", with: "title: Another"),
      to: "Lessons/unit.md")
    index = try kept(index)
    #expect(read(course, &index).outline("unit")?.title == "Another")
    #expect(index.isChanged)
    let folder = course.folder.appending(path: "Lessons")
    try FileManager.default.moveItem(
      at: folder.appending(path: "other.md"), to: folder.appending(path: "z.md"))
    index = try kept(index)
    #expect(read(course, &index).lesson("other")?.file == "Lessons/z.md")
    #expect(!index.isChanged)
    try FileManager.default.removeItem(at: folder.appending(path: "z.md"))
    let expected = course.problems
    #expect(expected.count == 2)
    index = try kept(index)
    #expect(read(course, &index).problems.map(\.description) == expected)
    #expect(index.isChanged)
  }

  @Test func `tells what is wrong each time, in a lesson and between lessons`() throws {
    let course = try makeCourse()
    try course.write(
      Self.lesson.replacingOccurrences(of: "answer: 2", with: "answer: 9"), to: "Lessons/unit.md")
    try course.write(unit("other", front: "requires: [nothing]\n"), to: "Lessons/other.md")
    let expected = course.problems
    #expect(expected.count == 2)
    var index = LessonIndex()
    for _ in 1...3 {
      #expect(read(course, &index).problems.map(\.description) == expected)
      index = try kept(index)
    }
  }

  @Test func `that was cut, changed or written by another program is as good as none`() throws {
    let course = try makeCourse()
    var index = LessonIndex()
    let outlines = read(course, &index).outlines
    let data = try index.data(program: "a")
    var broken = [data.prefix(0), data.prefix(10), data.dropLast(), data + Data("x".utf8)]
    for place in stride(from: 0, to: data.count, by: 97) {
      var other = data
      other[place] ^= 1
      broken.append(other)
    }
    for data in broken {
      var index = LessonIndex(data, program: "a")
      #expect(read(course, &index).outlines == outlines)
      #expect(index.isChanged)
    }
    var foreign = try kept(index, by: "b")
    #expect(read(course, &foreign).outlines == outlines)
    #expect(foreign.isChanged)
  }

  @Test func `keeps the names of a question's text and answer for good`() throws {
    // From the stores of learners: a name that changes would ask them about a changed answer.
    let card = try #require(try makeCourse().read().outline("unit")?.cards.first)
    #expect(card.revision == "ec58fa88134ae94d")
    #expect(card.answerRevision == "af63ae4c86019e62")
  }
}
