import Curriculum
import Testing

@Suite struct `A block` {
  /// The kinds of the blocks of a lesson's body.
  private func kinds(_ body: String) throws -> [Block.Kind] { try blocks(body).map(\.kind) }

  private func paragraph(_ text: String) -> Block.Kind { .paragraph([.text(text)]) }

  @Test func `stands at its place in the file`() throws {
    let blocks = try blocks("# Title\n\n  text\n> quoted\n\n- item\n\n***\n<!-- pause -->\n")
    #expect(
      blocks.map(\.position.description) == [
        "Lessons/unit.md:5:1", "Lessons/unit.md:7:3", "Lessons/unit.md:8:1",
        "Lessons/unit.md:10:1", "Lessons/unit.md:12:1", "Lessons/unit.md:13:1",
      ])
    #expect(
      blocks.map(\.kind) == [
        .heading(level: 1, [.text("Title")]), paragraph("text"),
        .quote([Block(paragraph("quoted"), at: SourcePosition(file: file, line: 8, column: 3))]),
        .list(
          start: nil, isTight: true,
          items: [
            [Block(paragraph("item"), at: SourcePosition(file: file, line: 10, column: 3))]
          ]), .rule, .pause,
      ])
  }

  @Test func `keeps the marks of its text`() throws {
    let text = """
      *a* **b** `c` [d *e*](f) ![g](h.png) <i>i</i><!-- j --> k
      l\\
      m  
      n<br>o &amp; <https://p.example>
      """
    #expect(
      try kinds(text) == [
        .paragraph([
          .emphasis([.text("a")]), .text(" "), .strong([.text("b")]), .text(" "), .code("c"),
          .text(" "), .link(destination: "f", [.text("d "), .emphasis([.text("e")])]),
          .text(" "), .image(source: "h.png", [.text("g")]), .text(" <i>i</i> k"), .softBreak,
          .text("l"), .lineBreak,
          .text("m"), .lineBreak, .text("n"), .lineBreak, .text("o & "),
          .link(destination: "https://p.example", [.text("https://p.example")]),
        ])
      ])
  }

  @Test func `is said in plain words`() {
    let text: [Inline] = [
      .text("a"), .softBreak, .strong([.code("b"), .lineBreak, .emphasis([.text("c")])]),
      .link(destination: "x", [.image(source: "y", [.text("d")])]),
    ]
    #expect(text.plainText == "a b cd")
  }

  @Test func `of a list knows its numbers, its density and its nesting`() throws {
    let kinds = try kinds("3. a\n4. b\n   - c\n\n     d\n\n   - e\n")
    guard case .list(3, false, let items) = kinds.first, items.count == 2,
      case .list(nil, false, let inner) = items[1].last?.kind
    else {
      // A blank line anywhere between the children of an item loosens its list.
      guard case .list(3, true, let items) = kinds.first, items.count == 2,
        case .list(nil, false, let inner) = items[1].last?.kind
      else {
        Issue.record("\(kinds)")
        return
      }
      #expect(inner.map(\.count) == [2, 1])
      return
    }
    #expect(inner.map(\.count) == [2, 1])
  }

  @Test(
    arguments: [
      ("<!-- pause -->", [Block.Kind.pause]),
      ("<!--pause-->", [.pause]),
      ("<!--\npause\n-->", [.pause]),
      ("a\n<!-- pause -->\nb", [.paragraph([.text("a")]), .pause, .paragraph([.text("b")])]),
      ("<!-- pause --><!-- pause -->", [.pause, .pause]),
      ("<!-- pauses -->", []),
      ("a <!-- pause --> b", [.paragraph([.text("a  b")])]),
      ("<div>\na\n</div>", [.paragraph([.text("<div>\na\n</div>")])]),
      ("<!-- note --> text\n", [.paragraph([.text("text")])]),
    ] as [(String, [Block.Kind])])
  func `of HTML is a pause, nothing, or text as it was typed`(
    text: String, expected: [Block.Kind]
  ) throws {
    let (lesson, problems) = read(unit("unit") + "\n## More\n\n" + text)
    #expect(problems == [])
    let kinds = lesson?.blocks.map(\.kind) ?? []
    #expect(Array(kinds.drop { $0 != .heading(level: 2, [.text("More")]) }.dropFirst()) == expected)
  }

  struct Shown: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var code: Code
  }

  @Test(arguments: [
    Shown(
      testDescription: "between backquotes", text: "```swift\nlet a = 1\n\n  b\n```",
      code: Code(language: "swift", isRun: false, text: "let a = 1\n\n  b\n", firstLine: 6)),
    Shown(
      testDescription: "between four backquotes", text: "````markdown\n```\na\n```\n````",
      code: Code(language: "markdown", isRun: false, text: "```\na\n```\n", firstLine: 6)),
    Shown(
      testDescription: "between tildes", text: "~~~ text\n```\n~~~~",
      code: Code(language: "text", isRun: false, text: "```\n", firstLine: 6)),
    Shown(
      testDescription: "of no language", text: "```\na\n```   ",
      code: Code(language: "", isRun: false, text: "a\n", firstLine: 6)),
    Shown(
      testDescription: "of nothing", text: "```text\n```",
      code: Code(language: "text", isRun: false, text: "", firstLine: 6)),
    Shown(
      testDescription: "that is indented", text: "    a\n      b",
      code: Code(language: "", isRun: false, text: "a\n  b\n", firstLine: 5)),
    Shown(
      testDescription: "that a tab indents", text: "\ta",
      code: Code(language: "", isRun: false, text: "a\n", firstLine: 5)),
    Shown(
      testDescription: "that is indented and looks like a fence", text: "    ```\n    a",
      code: Code(language: "", isRun: false, text: "```\na\n", firstLine: 5)),
    Shown(
      testDescription: "of another language with words of its own",
      text: "```python title=\"a.py\" run\na\n```",
      code: Code(language: "python", isRun: false, text: "a\n", firstLine: 6)),
  ])
  func `of code holds it as it stands`(_ shown: Shown) throws {
    #expect(try kinds(shown.text) == [.code(shown.code)])
  }

  @Test func `of code in lists and quotations loses only their marks`() throws {
    let text = "> ```text\n> a\n>  > b\n> ```\n\n- ```text\n  a\n   b\n\n  ```\n"
    let blocks = try blocks(text)
    guard case .quote(let quoted) = blocks[0].kind, case .list(_, _, let items) = blocks[1].kind
    else {
      Issue.record("\(blocks)")
      return
    }
    #expect(
      quoted.map(\.kind) == [
        .code(Code(language: "text", isRun: false, text: "a\n > b\n", firstLine: 6))
      ])
    #expect(
      items[0].map(\.kind) == [
        .code(Code(language: "text", isRun: false, text: "a\n b\n\n", firstLine: 11))
      ])
  }

  @Test func `of code that is run has its output behind it`() throws {
    let output = Code(language: "output", isRun: false, text: "1\n", firstLine: 9)
    #expect(
      try kinds("```swift run\nprint(1)\n```\n```output\n1\n```") == [
        .code(Code(language: "swift", isRun: true, text: "print(1)\n", firstLine: 6)),
        .code(output),
      ])
    #expect(output.isOutput)
  }

  @Test func `of code that is measured has its output and the machine behind it`() throws {
    let text = "```swift measure\nprint(1)\n```\n```output machine=\"A, 2 cores\"\n1\n```"
    #expect(
      try kinds(text) == [
        .code(
          Code(
            language: "swift", isRun: false, isMeasured: true, text: "print(1)\n", firstLine: 6)),
        .code(
          Code(
            language: "output", isRun: false, machine: "A, 2 cores", text: "1\n", firstLine: 9)),
      ])
    #expect(
      try kinds("```swift measure\n1\n```\n```output\n```\n\n").last
        == .code(Code(language: "output", isRun: false, text: "", firstLine: 9)))
  }

  @Test func `of Markdown inside another format is read the same way`() {
    #expect(
      Markdown.blocks("a `b`\n\n| c |\n|---|\n\n```quiz\nno quiz here\n```\n") == [
        Block(.paragraph([.text("a "), .code("b")]), at: SourcePosition(file: "", line: 1)),
        Block(
          .table(Table(alignments: [.left], header: [[.text("c")]], rows: [])),
          at: SourcePosition(file: "", line: 3)),
        Block(
          .code(Code(language: "quiz", isRun: false, text: "no quiz here\n", firstLine: 7)),
          at: SourcePosition(file: "", line: 6)),
      ])
    #expect(Markdown.blocks("") == [])
    #expect(
      Markdown.blocks("```swift\na") == [
        Block(
          .code(Code(language: "swift", isRun: false, text: "a\n", firstLine: 2)),
          at: SourcePosition(file: "", line: 1))
      ])
  }
}
