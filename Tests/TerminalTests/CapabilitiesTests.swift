import Terminal
import Testing

@Suite struct `The capabilities of a stream` {
  /// One situation and whether colour is used in it.
  struct Case: Sendable, CustomTestStringConvertible {
    var environment: [String: String]
    var isTerminal = true
    var options = DisplayOptions()
    var color: Bool
    var testDescription: String { "\(environment) terminal: \(isTerminal) \(options.color)" }
  }

  static let xterm = ["TERM": "xterm-256color", "LANG": "en_US.UTF-8"]

  static let cases: [Case] = [
    Case(environment: xterm, color: true),
    Case(environment: xterm, isTerminal: false, color: false),
    Case(environment: ["TERM": "dumb"], color: false),
    Case(environment: [:], color: false),
    Case(environment: xterm.merging(["NO_COLOR": "1"]) { $1 }, color: false),
    Case(environment: xterm.merging(["NO_COLOR": ""]) { $1 }, color: true),
    Case(environment: xterm.merging(["CLICOLOR": "0"]) { $1 }, color: false),
    Case(environment: ["FORCE_COLOR": "1"], isTerminal: false, color: true),
    Case(environment: ["CLICOLOR_FORCE": "1"], isTerminal: false, color: true),
    Case(environment: xterm.merging(["FORCE_COLOR": "0"]) { $1 }, color: false),
    Case(environment: ["FORCE_COLOR": "1", "NO_COLOR": "1"], color: false),
    Case(environment: ["CLICOLOR_FORCE": "1", "CLICOLOR": "0"], color: true),
    Case(environment: ["NO_COLOR": "1"], options: .init(color: .always), color: true),
    Case(environment: ["FORCE_COLOR": "1"], options: .init(color: .never), color: false),
    Case(environment: xterm, options: .init(color: .always, plain: true), color: false),
  ]

  @Test(arguments: cases)
  func `decides colour, the strongest wish first`(_ example: Case) {
    let capabilities = Capabilities.decide(
      isTerminal: example.isTerminal, window: nil, environment: example.environment,
      options: example.options)
    #expect(capabilities.color == example.color)
  }

  @Test(arguments: [
    (["LANG": "cs_CZ.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
    ([:], false), (["LANG": "cs_CZ.UTF-8", "LC_ALL": "C"], false),
    (["LANG": "C", "LC_CTYPE": "C.UTF-8"], true),
    (["LC_ALL": "", "LANG": "bg_BG.UTF-8"], true),
  ])
  func `reads the locale in the order of POSIX`(environment: [String: String], unicode: Bool) {
    let capabilities = Capabilities.decide(
      isTerminal: true, window: nil, environment: environment)
    #expect(capabilities.unicode == unicode)
  }

  @Test func `takes the width of the window, else of the environment, else 80`() {
    func width(_ window: (Int, Int)?, _ environment: [String: String], _ wish: Int? = nil) -> Int {
      Capabilities.decide(
        isTerminal: true, window: window.map { (columns: $0.0, rows: $0.1) },
        environment: environment, options: DisplayOptions(width: wish)
      ).width
    }
    #expect(width((132, 43), ["COLUMNS": "60"]) == 132)
    #expect(width(nil, ["COLUMNS": "60"]) == 60)
    #expect(width((0, 0), ["COLUMNS": "-3"]) == 80)
    #expect(width((132, 43), [:], 50) == 50)
  }

  @Test func `is plain in a pipe, and moves no cursor on a dumb terminal`() {
    let pipe = Capabilities.decide(isTerminal: false, window: nil, environment: Self.xterm)
    #expect(pipe.plain)
    #expect(!pipe.drawsBoxes)
    let dumb = Capabilities.decide(isTerminal: true, window: nil, environment: ["TERM": "dumb"])
    #expect(!dumb.canMoveCursor)
    #expect(!dumb.plain)
    let accessible = Capabilities.decide(
      isTerminal: true, window: nil, environment: Self.xterm.merging(["ACCESSIBLE": "1"]) { $1 })
    #expect(accessible.accessible)
    #expect(!accessible.drawsBoxes)
  }
}
