import Curriculum
import Testing

@Suite struct `A table` {
  /// A table whose cells are plain text, nil where a text is no table.
  struct Plain: Sendable, Equatable {
    var alignments: [Table.Alignment]
    var rows: [[String]]

    init(_ alignments: [Table.Alignment], _ rows: [[String]]) {
      self.alignments = alignments
      self.rows = rows
    }

    init(_ table: Table) {
      self.init(
        table.alignments,
        ([table.header] + table.rows).map { row in row.map(\.plainText) })
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var table: Plain?
  }

  @Test(arguments: [
    Case(
      testDescription: "with outer pipes and alignments",
      text: "| a | b | c | d |\n|---|:--|:-:|-:|\n| 1 | 2 | 3 | 4 |",
      table: Plain(
        [.left, .left, .center, .right], [["a", "b", "c", "d"], ["1", "2", "3", "4"]])),
    Case(
      testDescription: "without outer pipes", text: "a | b\n-|-\n1 | 2",
      table: Plain([.left, .left], [["a", "b"], ["1", "2"]])),
    Case(
      testDescription: "of one column", text: "| a |\n| - |\n| 1 |\nb",
      table: Plain([.left], [["a"], ["1"], ["b"]])),
    Case(
      testDescription: "without rows", text: "| a | b |\n|---|---|",
      table: Plain([.left, .left], [["a", "b"]])),
    Case(
      testDescription: "with cells that miss and cells too many",
      text: "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n| | 2 |",
      table: Plain([.left, .left], [["a", "b"], ["1", ""], ["1", "2"], ["", "2"]])),
    Case(
      testDescription: "with pipes that are escaped",
      text: "| a \\| b | `c \\| d` |\n|---|---|\n| \\\\| e |",
      table: Plain([.left, .left], [["a | b", "c | d"], ["\\", "e"]])),
    Case(
      testDescription: "that tabs and spaces surround",
      text: "  |\ta | b|  \n |---|---| \n   |1|\t2 |",
      table: Plain([.left, .left], [["a", "b"], ["1", "2"]])),
    Case(
      testDescription: "with text that looks like a list",
      text: "| a | b |\n|---|---|\n| 1. one | - two |",
      table: Plain([.left, .left], [["a", "b"], ["1. one", "- two"]])),
    Case(
      testDescription: "whose rows are of other scripts", text: "| 层 | ü |\n|---|---|\n| 卷积 | é |",
      table: Plain([.left, .left], [["层", "ü"], ["卷积", "é"]])),
    Case(testDescription: "without a row of dashes", text: "| a | b |\n| c | d |", table: nil),
    Case(testDescription: "of another number of columns", text: "| a | b |\n|---|", table: nil),
    Case(testDescription: "with words among the dashes", text: "| a |\n|--- x|", table: nil),
    Case(testDescription: "with two colons", text: "| a |\n|::-|", table: nil),
    Case(testDescription: "of one line", text: "|---|", table: nil),
  ])
  func `is read from the lines of a paragraph`(_ example: Case) throws {
    let blocks = try blocks(example.text)
    #expect(blocks.count == 1)
    if case .table(let table) = blocks.first?.kind {
      #expect(Plain(table) == example.table)
    } else {
      #expect(example.table == nil)
    }
  }

  @Test func `keeps the marks in its cells`() throws {
    let blocks = try blocks("| `a` | *b* |\n|---|---|\n| [c](d) | **e** f |")
    #expect(
      blocks.map(\.kind) == [
        .table(
          Table(
            alignments: [.left, .left], header: [[.code("a")], [.emphasis([.text("b")])]],
            rows: [
              [[.link(destination: "d", [.text("c")])], [.strong([.text("e")]), .text(" f")]]
            ]))
      ])
  }

  @Test func `may follow a paragraph at once`() throws {
    let blocks = try blocks("text *before*\ngoes on\n| a |\n|---|\n| 1 |\n\nafter")
    #expect(blocks.map(\.position.line) == [5, 7, 11])
    guard case .table(let table) = blocks[1].kind else {
      Issue.record("\(blocks)")
      return
    }
    #expect(Plain(table) == Plain([.left], [["a"], ["1"]]))
    #expect(
      blocks[0].kind
        == .paragraph([
          .text("text "), .emphasis([.text("before")]), .softBreak, .text("goes on"),
        ]))
  }

  @Test(arguments: [
    ("> | a |\n> |---|\n> | 1 |", 5, 3), (">| a |\n>|---|\n>| 1 |", 5, 2),
    ("- | a |\n  |---|\n  | 1 |", 5, 3), ("1. > text\n   > | a |\n   > |---|\n   > | 1 |", 6, 6),
    ("- text\n\n  | a |\n  |---|\n  | 1 |", 7, 3),
  ])
  func `may stand in lists and quotations`(text: String, line: Int, column: Int) throws {
    func tables(_ blocks: [Block]) -> [(Table, SourcePosition)] {
      var found: [(Table, SourcePosition)] = []
      for block in blocks {
        switch block.kind {
        case .table(let table): found.append((table, block.position))
        case .quote(let content): found += tables(content)
        case .list(_, _, let items): for item in items { found += tables(item) }
        default: break
        }
      }
      return found
    }
    let found = tables(try blocks(text))
    #expect(found.map { Plain($0.0) } == [Plain([.left], [["a"], ["1"]])])
    #expect(found.map(\.1) == [SourcePosition(file: file, line: line, column: column)])
  }
}
