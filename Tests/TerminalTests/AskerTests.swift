import Curriculum
import Foundation
import Terminal
import Testing

@Suite struct `An asker` {
  static let plain = Output.plain.capabilities(width: 60)
  static let window = Output.color.capabilities(width: 60)

  static func ask(
    _ kind: Question.Kind, _ console: ScriptedConsole, undo: Bool = false,
    capabilities: Capabilities = plain
  ) throws -> AskOutcome {
    let asker = Asker(console: console, capabilities: capabilities, offersUndo: undo)
    return try asker.ask(QuestionView(question(kind), seed: 1), number: (1, of: 2))
  }

  @Test func `takes a line from a pipe, shows it, and says why`() throws {
    let console = ScriptedConsole(lines: ["Word"])
    let outcome = try Self.ask(.text(accepted: ["word"]), console)
    #expect(outcome == .answered(.text("Word"), Judgement(isRight: true)))
    #expect(console.written.contains("> Word\n"))
    #expect(console.written.contains("Correct: word"))
    #expect(console.written.hasSuffix("Because.\n"))
    #expect(!console.written.utf8.contains(0x1B))
  }

  @Test func `asks again when the text is no answer`() throws {
    let console = ScriptedConsole(lines: ["x", "", "4,5"], echoesInput: false)
    let outcome = try Self.ask(.numeric(answer: 4.5, tolerance: 0, unit: nil), console)
    #expect(outcome == .answered(.number(4.5), Judgement(isRight: true)))
    #expect(console.written.contains("\"x\" is not a number."))
    #expect(console.written.contains("Type an answer"))
  }

  @Test func `takes any line from a pipe as the answer, so that no line reaches the next question`()
    throws
  {
    for line in ["x", ""] {
      let console = ScriptedConsole(lines: [line, "4,5"])
      let outcome = try Self.ask(.numeric(answer: 4.5, tolerance: 0, unit: nil), console)
      #expect(outcome == .answered(.unknown, Judgement(isRight: false)))
      #expect(try console.readLine() == "4,5")
    }
  }

  @Test func `stops at the end of input, at :q, and takes back at :u where that is offered`() throws
  {
    let kind = Question.Kind.text(accepted: ["word"])
    #expect(try Self.ask(kind, ScriptedConsole()) == .stopped)
    #expect(try Self.ask(kind, ScriptedConsole(lines: [":q"])) == .stopped)
    #expect(try Self.ask(kind, ScriptedConsole(lines: [":u"]), undo: true) == .undo)
    let answered = try Self.ask(kind, ScriptedConsole(lines: [":u"]))
    #expect(answered == .answered(.text(":u"), Judgement(isRight: false)))
  }

  @Test func `takes a choice with one key, and drops what was typed before`() throws {
    let kind = Question.Kind.choice(["a", "b", "c"], answer: 2)
    let order = QuestionView(question(kind), seed: 1).shownOrder
    let console = ScriptedConsole(keys: [.up, .character("7"), .character("2")])
    let outcome = try Self.ask(kind, console, capabilities: Self.window)
    #expect(outcome == .answered(.choice(order[1]), Judgement(isRight: order[1] == 2)))
    #expect(console.drops == 1)
    for (key, expected) in [("q", AskOutcome.stopped), ("u", .undo)] {
      let keys = ScriptedConsole(keys: [.character(Character(key))])
      #expect(try Self.ask(kind, keys, undo: true, capabilities: Self.window) == expected)
    }
    #expect(try Self.ask(kind, ScriptedConsole(keys: []), capabilities: Self.window) == .stopped)
  }

  @Test func `shows the model answer before it asks for the grade`() throws {
    let kind = Question.Kind.recall(answer: "The tail.")
    let console = ScriptedConsole(lines: [""], keys: [.character("9"), .character("3")])
    let outcome = try Self.ask(kind, console, capabilities: Self.window)
    #expect(outcome == .answered(.grade(3), Judgement(isRight: true)))
    let written = console.written
    let answer = try #require(written.range(of: "The tail."))
    let grades = try #require(written.range(of: "forgotten"))
    #expect(answer.lowerBound < grades.lowerBound)
    // From a pipe the line is the grade.
    let pipe = ScriptedConsole(lines: ["2", "five"])
    #expect(try Self.ask(kind, pipe) == .answered(.grade(2), Judgement(isRight: true)))
    #expect(try Self.ask(kind, pipe) == .answered(.unknown, Judgement(isRight: false)))
  }

  @Test func `asks gap by gap and line by line where a person types`() throws {
    let cloze = Question.Kind.cloze(pieces: ["", "", ""], gaps: [["a"], ["b"]])
    for lines in [["a", "", "b"], ["a; b"]] {
      let console = ScriptedConsole(lines: lines, keys: [])
      let outcome = try Self.ask(cloze, console, capabilities: Self.window)
      #expect(outcome == .answered(.gaps(["a", "b"]), Judgement(parts: [true, true])))
    }
    let predict = Question.Kind.predict(code: "", output: "1\n2\n")
    let console = ScriptedConsole(lines: ["1", "2", ""], keys: [])
    let outcome = try Self.ask(predict, console, capabilities: Self.window)
    #expect(outcome == .answered(.output("1\n2"), Judgement(parts: [true, true])))
  }

  @Test func `says what may be typed, broken between the parts`() throws {
    let console = ScriptedConsole()
    let kind = Question.Kind.order(["a", "b", "c", "d"])
    #expect(try Self.ask(kind, console, undo: true) == .stopped)
    let written = console.written
    #expect(
      written.contains(
        "the numbers in the right order, such as 4 3 2 1\n? I do not know; :u undo; :q stops\n"))
  }

  @Test func `offers lines, keys and yes or no to other commands`() throws {
    let console = ScriptedConsole(lines: ["a line", "maybe", "Y", "", "x", "2"])
    let asker = Asker(console: console, capabilities: Self.plain)
    #expect(try asker.ask([[Span("Name?")]]) == "a line")
    #expect(try asker.confirm("Go on?", standard: false))
    #expect(try asker.confirm("Go on?", standard: false) == false)
    #expect(try asker.chooseKey(["1", "2"]) == "2")
    #expect(try asker.chooseKey(["1", "2"]) == nil)
    #expect(try asker.confirm("Go on?", standard: true))
    #expect(console.written.contains("Name?\n> a line\n"))
    #expect(console.written.contains("Type one of 1, 2."))
  }
}
