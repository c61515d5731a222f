import Curriculum
public import Terminal
import Testing

@Suite struct `The reader` {
  /// Three short steps and one that is taller than the window.
  static let steps: [[Block]] = [
    [heading("One"), paragraph("first step with words")],
    [heading("Two"), paragraph("second step"), block(.exercise("unit/task"))],
    [heading("Tall")] + (1...30).map { paragraph("line \($0)") },
    [heading("Last"), paragraph("the end, a číslo"), block(.quiz(["unit/q1", "unit/q2"]))],
  ]

  static func heading(_ text: String) -> Block { block(.heading(level: 2, [.text(text)])) }

  static func reader(
    height: Int = 20, width: Int = 60, from place: ReaderPlace = ReaderPlace()
  ) -> ReaderState {
    ReaderState(
      title: "A lesson", steps: steps, place: place, ending: [[Span("What next: pare check")]],
      capabilities: Capabilities(
        width: width, height: height, isTerminal: true, canMoveCursor: true, plain: false))
  }

  static func shown(_ state: ReaderState) -> String {
    state.frame().map(\.plainText).joined(separator: "\n")
  }

  static func press(_ state: inout ReaderState, _ keys: Key...) {
    for key in keys { _ = state.handle(key) }
  }

  @Test func `begins with the first step alone`() {
    let state = Self.reader()
    #expect(Self.shown(state).contains("first step"))
    #expect(!Self.shown(state).contains("second step"))
    #expect(Self.shown(state).contains("1/4"))
    #expect(state.place == ReaderPlace(step: 0))
  }

  @Test func `reveals a step beneath the last where it fits`() {
    var state = Self.reader(height: 30)
    #expect(state.handle(.character(" ")) == .redraw)
    #expect(Self.shown(state).contains("first step"))
    #expect(Self.shown(state).contains("second step"))
    #expect(state.place.step == 1)
  }

  @Test func `turns the page where a step does not fit`() {
    var state = Self.reader()
    Self.press(&state, " ", " ")
    #expect(!Self.shown(state).contains("second step"))
    #expect(state.frame().first?.plainText.contains("Tall") == true)
    #expect(state.place == ReaderPlace(step: 2))
  }

  @Test func `pages through a step that is taller than the window`() {
    var state = Self.reader()
    Self.press(&state, " ", " ")
    var seen = Self.shown(state)
    var count = 0
    while state.place.furthest == 2 && count < 20 {
      Self.press(&state, " ")
      seen += Self.shown(state)
      count += 1
    }
    for line in 1...30 { #expect(seen.contains("line \(line)\n"), "line \(line)") }
    #expect(state.place.furthest == 3)
  }

  @Test func `ends with what to do next`() {
    var state = Self.reader()
    for _ in 0..<20 { Self.press(&state, " ") }
    #expect(state.isAtEnd)
    #expect(Self.shown(state).contains("What next: pare check"))
    #expect(state.message?.contains("end of the lesson") == true)
    #expect(state.handle(.character("q")) == .quit)
  }

  @Test func `scrolls by lines, half pages and pages, within what was revealed`() {
    var state = Self.reader(from: ReaderPlace(step: 2))
    let start = state.frame()
    Self.press(&state, "j", .down)
    #expect(state.place == ReaderPlace(step: 2, line: 2))
    Self.press(&state, "k", .up)
    #expect(state.frame() == start)
    Self.press(&state, "d")
    #expect(state.place.line == 9)
    Self.press(&state, "u")
    #expect(state.frame() == start)
    Self.press(&state, "G")
    #expect(Self.shown(state).contains("line 30"))
    #expect(!Self.shown(state).contains("Last"))
    Self.press(&state, "g")
    #expect(Self.shown(state).contains("first step"))
    Self.press(&state, "b", "k")
    #expect(Self.shown(state).contains("first step"))
  }

  @Test func `goes from heading to heading and reveals on the way`() {
    var state = Self.reader()
    Self.press(&state, "]")
    #expect(state.frame().first?.plainText.contains("Two") == true)
    Self.press(&state, "]", "]")
    #expect(state.place.furthest == 3)
    Self.press(&state, "]")
    #expect(state.message == "This is the last heading.")
    Self.press(&state, "[", "[", "[")
    #expect(state.frame().first?.plainText.contains("One") == true)
  }

  @Test func `finds words without regard to case and accents, around the end`() {
    var state = Self.reader()
    Self.press(&state, "/", "c", "i", "s", "l", "o", .enter)
    #expect(state.mode == .reading)
    #expect(state.place.furthest == 3)
    let marked = state.frame().flatMap { $0 }.filter { $0.style.contains(.selected) }
    #expect(marked.map(\.text) == ["číslo"])
    Self.press(&state, "/", .backspace)
    #expect(state.mode == .reading)
    Self.press(&state, "?", "s", "t", "e", "p", .enter)
    #expect(Self.shown(state).contains("second step"))
    Self.press(&state, "n")
    #expect(Self.shown(state).contains("first step"))
    Self.press(&state, "n")
    #expect(state.message == "Went on at the end.")
    Self.press(&state, "N")
    #expect(state.message == "Went on at the beginning.")
  }

  @Test func `respects upper case that was typed, and says when nothing is found`() {
    var state = Self.reader()
    Self.press(&state, "/", "S", "t", "e", "p", .enter)
    #expect(state.message == "\"Step\" does not occur in this lesson.")
    #expect(state.place == ReaderPlace(step: 0))
    #expect(Self.shown(state).contains("does not occur"))
  }

  @Test func `chooses a heading in the outline`() {
    var state = Self.reader()
    Self.press(&state, "o")
    #expect(state.mode == .outline(selected: 0))
    for title in ["One", "Two", "Tall", "Last"] { #expect(Self.shown(state).contains(title)) }
    Self.press(&state, .down, "j", .enter)
    #expect(state.mode == .reading)
    #expect(state.frame().first?.plainText.contains("Tall") == true)
    Self.press(&state, "o", .escape)
    #expect(state.place.step == 2)
  }

  @Test func `shows every key in the help and leaves it with any`() {
    var state = Self.reader(height: 24)
    Self.press(&state, "h")
    #expect(state.mode == .help)
    for key in ["space", "d u", "j k", "g G", "] [", "/ ?", "n N", "x ", "e ", "q "] {
      #expect(Self.shown(state).contains(key), "\(key)")
    }
    Self.press(&state, "x")
    #expect(state.mode == .reading)
  }

  @Test func `starts the task on the screen`() {
    var state = Self.reader()
    #expect(state.handle(.character("x")) == .redraw)
    #expect(state.message == "There is no exercise or quiz on this screen.")
    Self.press(&state, " ")
    #expect(state.handle(.character("x")) == .openExercise("unit/task"))
    #expect(state.handle(.character("e")) == .edit(.exercise("unit/task")))
    state = Self.reader(from: ReaderPlace(step: 3))
    #expect(state.handle(.character("x")) == .askQuestions(["unit/q1", "unit/q2"]))
    #expect(state.handle(.character("e")) == .edit(.step(3)))
  }

  @Test(arguments: [
    [Key.character(" ")], [" ", " "], [" ", " ", "d", "j"], [" ", " ", "u", "k"],
  ])
  func `resumes where it was left`(keys: [Key]) {
    var state = Self.reader()
    for key in keys { _ = state.handle(key) }
    let place = state.place
    let again = Self.reader(from: place)
    #expect(again.frame() == state.frame())
    #expect(again.place == place)
  }

  @Test func `keeps the furthest step when it goes back`() {
    var state = Self.reader()
    Self.press(&state, " ", " ", "g")
    #expect(state.place.step == 1)
    #expect(state.place.furthest == 2)
  }

  @Test func `takes a place that the lesson no longer has`() {
    let state = Self.reader(from: ReaderPlace(step: 99, line: 999, furthest: 120))
    #expect(state.place.furthest == 3)
    #expect(Reader(title: "x", steps: []).steps.isEmpty)
    let empty = ReaderState(title: "x", steps: [], capabilities: Capabilities())
    #expect(empty.frame().count == 24)
  }

  @Test func `keeps its place when the window changes`() {
    var state = Self.reader(from: ReaderPlace(step: 2))
    Self.press(&state, "d")
    let first = state.frame().first?.plainText.trimmingSpaces
    state.resize(width: 100, height: 12)
    #expect(state.frame().first?.plainText.trimmingSpaces == first)
    #expect(state.place.step == 2)
  }

  @Test func `draws exactly the window, whatever its size and mode`() {
    for width in [1, 5, 19, 20, 40, 80] {
      for height in [1, 2, 5, 8, 24] {
        var state = Self.reader(height: height, width: width)
        for keys: [Key] in [
          [], [" "], ["o"], [.escape, "h"], ["z", "/", "a", "量"], [.enter, "G"],
        ] {
          for key in keys { _ = state.handle(key) }
          let frame = state.frame()
          #expect(frame.count == height)
          #expect(frame.allSatisfy { $0.width <= width }, "\(width)x\(height) \(keys)")
        }
      }
    }
  }

  @Test func `cuts nothing of its help from 40 columns up`() {
    var narrow = Self.reader(height: 24, width: 40)
    var wide = Self.reader(height: 24, width: 120)
    Self.press(&narrow, "h")
    Self.press(&wide, "h")
    func words(_ state: ReaderState) -> [Substring] {
      state.frame().dropLast().flatMap { $0.plainText.split(separator: " ") }
    }
    // Without the last line, the status line, which differs.
    #expect(words(narrow) == words(wide))
    #expect(words(narrow).count > 40)
  }

  @Test func `ends when the terminal goes away, in every mode`() {
    for keys: [Key] in [[], ["/"], ["o"], ["h"]] {
      var state = Self.reader()
      for key in keys { _ = state.handle(key) }
      #expect(state.handle(.hangup) == .quit)
    }
  }

  @Test func `appends step by step for a screen reader`() throws {
    let console = ScriptedConsole(lines: ["", "b", "", "x"], echoesInput: false)
    let capabilities = Capabilities(width: 60, isTerminal: true, plain: false, accessible: true)
    var places: [Int] = []
    let outcome = try Reader(title: "A lesson", steps: Self.steps).runLinearly(
      capabilities: capabilities, console: console, moved: { places.append($0.step) })
    #expect(places == [0, 1, 0, 1])
    #expect(outcome.reason == .openExercise("unit/task"))
    #expect(outcome.place == ReaderPlace(step: 1))
    #expect(console.written.contains("Step 2 of 4."))
    #expect(!console.written.utf8.contains(0x1B))
  }
}

extension Key: ExpressibleByExtendedGraphemeClusterLiteral, ExpressibleByUnicodeScalarLiteral {
  /// The key that types a character, so that tests read like what is typed.
  public init(extendedGraphemeClusterLiteral value: Character) { self = .character(value) }
}

extension String {
  fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}
