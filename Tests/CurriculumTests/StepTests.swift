import Curriculum
import Testing

@Suite struct `A step` {
  struct Case: Sendable, CustomTestStringConvertible {
    /// Blocks by letters: `#` a heading, `t` text, `|` a pause.
    var blocks: String
    /// The steps, the same way.
    var steps: [String]
    var testDescription: String { blocks }
  }

  @Test(arguments: [
    Case(blocks: "", steps: []),
    Case(blocks: "t", steps: ["t"]),
    Case(blocks: "ttt", steps: ["ttt"]),
    Case(blocks: "#t#tt", steps: ["#t", "#tt"]),
    Case(blocks: "t#t", steps: ["t", "#t"]),
    Case(blocks: "##t", steps: ["##t"]),
    Case(blocks: "#t##t#", steps: ["#t", "##t#"]),
    Case(blocks: "t|t", steps: ["t", "t"]),
    Case(blocks: "|t||t|", steps: ["t", "t"]),
    Case(blocks: "#|t", steps: ["#t"]),
    Case(blocks: "#|#|t|#t", steps: ["##t", "#t"]),
    Case(blocks: "t|##", steps: ["t##"]),
    Case(blocks: "##", steps: ["##"]),
    Case(blocks: "||", steps: []),
  ])
  func `begins at a heading or behind a pause, and is never a lone title`(_ example: Case) {
    let kinds = example.blocks.map { letter -> Block.Kind in
      switch letter {
      case "#": .heading(level: 2, [.text("a")])
      case "|": .pause
      default: .paragraph([.text("a")])
      }
    }
    let place = SourcePosition(file: file, line: 1)
    let lesson = Lesson(
      id: "a", title: "A", file: file, blocks: kinds.map { Block($0, at: place) })
    let steps = lesson.steps.map { step in
      step.map { block -> String in
        switch block.kind {
        case .heading: "#"
        case .pause: "|"
        default: "t"
        }
      }.joined()
    }
    #expect(steps == example.steps)
  }

  @Test func `of a whole lesson holds each of its blocks once, but the pauses`() throws {
    let lesson = try #require(read(`A lesson`.text).lesson)
    #expect(lesson.steps.flatMap { $0 } == lesson.blocks.filter { $0.kind != .pause })
    #expect(lesson.steps.allSatisfy { !$0.isEmpty })
  }
}
