import Curriculum
import Grading
import Terminal
import Testing
import Workbook

/// A window, wide or narrow, and what it can show.
private struct Window: CustomTestStringConvertible, Sendable {
  var width: Int
  var isPlain: Bool

  var capabilities: Capabilities {
    Capabilities(
      width: width, unicode: !isPlain, isTerminal: !isPlain, canMoveCursor: !isPlain,
      plain: isPlain)
  }
  var testDescription: String { "\(width) columns\(isPlain ? ", plain" : "")" }

  static let all = [20, 40, 80, 120].flatMap { width in
    [false, true].map { Window(width: width, isPlain: $0) }
  }
}

@Suite struct `What the commands say` {
  private static let long = String(repeating: "quantization", count: 12)
  private static let wide = "量化使模型變得更小更快而且幾乎不會損失任何準確度這是一個很長的標題"

  /// A course whose titles and hints are as hard to lay out as can be.
  private static let files = SampleCourse.files.mapValues { text in
    text.replacing("title: A sample course", with: "title: \(wide)")
      .replacing("title: First steps", with: "title: \(long)")
      .replacing("title: Double a number", with: "title: \(wide) \(long)")
      .replacing("Hint number one.", with: "\(wide) `\(long)` \(long)")
  }

  /// No line is wider than the window, and nothing was dropped.
  private func expect(
    _ lines: [Line], fit window: Window, hold words: [String] = [],
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(!lines.isEmpty, sourceLocation: location)
    for line in lines where line.width > window.width {
      Issue.record("\(line.width) columns: \(line.plainText)", sourceLocation: location)
    }
    // Wrapping moves spaces and line ends only.
    func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    let text = bare(lines.map(\.plainText).joined())
    for word in words {
      #expect(text.contains(bare(word)), "\(word) is not there", sourceLocation: location)
    }
  }

  @Test(arguments: Window.all)
  private func `fits the window at home and in the list`(_ window: Window) throws {
    let learner = try Learner(Self.files)
    try learner.createWorkspace()
    try learner.read("first", step: 1)
    let workbook = try learner.workbook()
    let home = try workbook.home()
    expect(
      workbook.lines(of: home, window.capabilities), fit: window,
      hold: [Self.long, Self.wide, "pare watch first/double", "0 of 1 passed"])
    expect(
      workbook.lines(of: try workbook.listing(), window.capabilities), fit: window,
      hold: [Self.long, "first/double", "second/halve", "2 points"])
  }

  @Test(arguments: Window.all)
  private func `fits the window in hints and solutions`(_ window: Window) throws {
    let learner = try Learner(Self.files)
    try learner.createWorkspace()
    let source = "let \(Self.long) = \"\(Self.wide)\"\n"
    try learner.write(source, to: "solutions/first/double.swift")
    let workbook = try learner.workbook()
    expect(
      try workbook.hint("first/double", window.capabilities), fit: window,
      hold: [Self.wide, Self.long])
    #expect(throws: WorkbookError.self) {
      try workbook.solution("first/double", window.capabilities)
    }
    expect(try workbook.solution("first/double", window.capabilities), fit: window)
  }

  @Test func `fits every window when it tells what is installed`() async throws {
    let learner = try Learner(Self.files)
    let workbook = try learner.workbook()
    let diagnosis = await workbook.diagnose()
    for window in Window.all {
      expect(
        workbook.lines(of: diagnosis, window.capabilities), fit: window,
        hold: ["compiler", "sandbox", learner.course, "pare init ~/pare-solutions"])
    }
  }

  /// A verdict with everything in it that can be long.
  private static func verdict() throws -> Verdict {
    var failed = CheckResult(
      title: "it doubles \(long) \(wide)", status: .failed,
      location: SourcePosition(file: "Lessons/01-first.md", line: 30))
    failed.given = "double(2)"
    failed.expected = Array(repeating: "4.0", count: 60).joined(separator: ", ")
    failed.got = "\(long)\nsecond line \(wide)"
    failed.because = "\(wide) \(long)"
    return try Verdict.of(
      "first/double", .failed, title: "\(wide) \(long)",
      [failed, CheckResult(title: "zero stays zero", status: .skipped, message: "it comes later")],
      output: "\(wide)\t\(long)\nend",
      mistake: MatchedMistake(file: "a.swift", tells: "You added **\(long)** \(wide)."))
  }

  @Test(arguments: Window.all)
  private func `fits the window in a verdict, whatever is in it`(_ window: Window) throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let workbook = try learner.workbook()
    let solution = try workbook.solution(of: "first/double")
    let verdict = try Self.verdict()
    expect(
      workbook.lines(of: verdict, solution, window.capabilities), fit: window,
      hold: [
        Self.long, Self.wide, "second line", "zero stays zero (skipped)", "the starter as it came",
      ])
    // In a low window what passed or waits is counted, and the mistake stays above.
    let low = workbook.lines(of: verdict, solution, window.capabilities, rows: 5)
    expect(low, fit: window, hold: ["0 more passed, 1 wait for others", Self.long])
    expect(workbook.summary(of: verdict, window.capabilities), fit: window, hold: [Self.long])
  }

  @Test func `hangs what is wrapped under its text, not under its mark`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let workbook = try learner.workbook()
    var failed = CheckResult(
      title: "every weight that is rounded to the nearest step comes back within half of it",
      status: .failed)
    failed.given = "1"
    failed.expected = "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]"
    failed.got = "2\n3"
    let verdict = try Verdict.of("first/double", .failed, [failed])
    let window = Capabilities(width: 60, plain: false)
    let lines = try workbook.lines(
      of: verdict, workbook.solution(of: "first/double"), window
    ).map(\.plainText)
    #expect(
      lines.starts(with: [
        "  ✗ Double a number: 0 of 1 checks passed, 0 of 2 points",
        "",
        "  ✗ every weight that is rounded to the nearest step comes",
        "    back within half of it",
        "      given      1",
        "      expected   [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0,",
        "                 9.0, 10.0]",
        "      got        2",
        "                 3",
      ]))
  }

  @Test func `keeps code in its columns and the compiler's mark under its place`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let workbook = try learner.workbook()
    let diagnostic = Diagnostic(
      file: "first/double.swift", line: 7, column: 9, severity: .error,
      message: "cannot find 'wrong' in scope", source: "  a   + wrong")
    let verdict = try Verdict.of("first/double", .compileError, [], diagnostics: [diagnostic])
    let lines = try workbook.lines(
      of: verdict, workbook.solution(of: "first/double"), Capabilities(width: 80)
    ).map(\.plainText)
    let code = try #require(lines.firstIndex(of: "7 |   a   + wrong"))
    #expect(lines[code + 1] == "  |         ^")
    // Where the line has to be cut, the mark follows the part that it points into.
    let narrow = try workbook.lines(
      of: verdict, workbook.solution(of: "first/double"), Capabilities(width: 14)
    ).map(\.plainText)
    let first = try #require(narrow.firstIndex(of: "7 |   a   + wr"))
    #expect(narrow[first + 1] == "  |         ^")
    #expect(narrow[first + 2] == "ong")
  }

  @Test func `says once what was kept, and nothing where nothing was`() throws {
    let workbook = try Learner().workbook()
    let plain = Capabilities(width: 80)
    #expect(workbook.submittedLines(0, plain).isEmpty)
    #expect(
      workbook.submittedLines(1, plain).text
        == "The attempt is kept in your history; the best one counts.")
    #expect(
      workbook.submittedLines(3, plain).text
        == "3 attempts are kept in your history; the best one counts.")
  }
}
