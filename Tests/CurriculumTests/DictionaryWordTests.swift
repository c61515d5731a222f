import Curriculum
import Testing

@Suite struct `The words for a dictionary` {
  private static func words(_ body: String, own: String = "") throws -> [String] {
    let text = "---\nid: unit\ntitle: A\n---\n\(body)\n"
    let lesson = try #require(Lesson.read(Array(text.utf8), file: file).lesson)
    let course = Course(
      folder: "/", id: "a", title: "A", language: "en", lessons: [lesson], problems: [])
    let critic = CourseCritic(course, read: { $0 == "Lessons/words.txt" ? own : text })
    return critic.dictionaryWords(in: lesson).map(\.text)
  }

  @Test(arguments: [
    ("Plain words, plain.", ["Plain", "words", "plain"]),
    ("It's the cat’s; don’t", ["the", "cat", "don't"]),
    ("warm-up and/or", ["warm", "and"]),
    ("`code` and `b`s <https://a.example> int8 3x3 a.b", ["and"]),
    ("the Nielsen CPU of PyTorch. Each", ["the", "Each"]),
    ("[text](https://address.example) **bold**", ["text", "bold"]),
    ("```swift\nlet code = 1\n```", []), ("x · W + b", []),
  ])
  func `are words of prose alone, each once`(body: String, expected: [String]) throws {
    #expect(try Self.words(body) == expected)
  }

  @Test func `leave out the course's own`() throws {
    let own = "softmax  # a function\n# logit\n\nrelu"
    #expect(
      try Self.words("a softmax, Softmax and a logit of Relu", own: own) == ["and", "logit"])
  }

  @Test func `come from exercises and questions, and have their places`() throws {
    let text = lesson(
      """
      ```exercise
      id: unit/a
      title: Titel
      hints: [one, a hnit]
      ```
      ```swift check="ist so"
      1
      ```
      ```quiz
      - {id: unit/q, kind: choice, prompt: p, choices: [ein, zwei], answer: 1, why: drei}
      ```
      """)
    let lesson = try #require(read(text).lesson)
    let critic = CourseCritic(
      Course(folder: "/", id: "a", title: "A", language: "en", lessons: [lesson], problems: []),
      read: { $0 == file ? text : nil })
    let places = critic.dictionaryWords(in: lesson).filter {
      ["Titel", "hnit", "ist", "zwei", "drei"].contains($0.text)
    }.map { critic.misspelling($0, suggestion: nil, in: lesson).position }
    #expect(
      places.map { "\($0.line):\($0.column)" } == ["7:8", "8:16", "10:17", "14:56", "14:79"])
  }
}
