import Curriculum
import Testing

/// The mistake of each file is the kind `choise`; it must be found where an editor shows it.
@Suite struct `A position` {
  struct Place: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var quiz: String
    var line: Int
    var column: Int
  }

  enum LineEnd: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case unix = "\n"
    case windows = "\r\n"
    case oldMacintosh = "\r"

    var testDescription: String { String(describing: self) }
  }

  static let places = [
    Place(
      testDescription: "at the margin",
      quiz: "```quiz\n- kind: choise\n```", line: 6, column: 9),
    Place(
      testDescription: "behind letters, a combining mark and an emoji",
      quiz: "```quiz\n- {\"e\u{301}é👩‍👩‍👧\": 1, kind: choise}\n```", line: 6, column: 20),
    Place(
      testDescription: "in a quotation",
      quiz: "> ```quiz\n> - kind: choise\n> ```", line: 6, column: 11),
    Place(
      testDescription: "in a quotation without spaces",
      quiz: ">```quiz\n>- kind: choise\n>```", line: 6, column: 10),
    Place(
      testDescription: "in a quotation in a quotation",
      quiz: "> > ```quiz\n> > - kind: choise\n> > ```", line: 6, column: 13),
    Place(
      testDescription: "in a list",
      quiz: "10. ```quiz\n    - kind: choise\n    ```", line: 6, column: 13),
    Place(
      testDescription: "in a list in a quotation",
      quiz: "> - text\n>\n>   ```quiz\n>   - kind: choise\n>   ```", line: 8, column: 13),
    Place(
      testDescription: "in a list that tabs indent",
      quiz: "-\ttext\n\n\t```quiz\n\t- kind: choise\n\t```", line: 8, column: 10),
    Place(
      testDescription: "behind a tab that is part indentation, part text",
      quiz: "- text\n\n  ```quiz\n\t- kind: choise\n\t```", line: 8, column: 10),
    Place(
      testDescription: "in a fence that is indented itself",
      quiz: "  ```quiz\n  - kind: choise\n  ```", line: 6, column: 11),
    Place(
      testDescription: "in the second line of a text",
      quiz: "```quiz\n- prompt: |\n    a\n    b\n\n  kind: choise\n```", line: 10, column: 9),
  ]

  @Test(arguments: places, LineEnd.allCases)
  func `counts lines and characters as an editor does`(_ place: Place, end: LineEnd) throws {
    let text = lesson(place.quiz).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: end.rawValue)
    for mark in ["", "\u{FEFF}"] {
      let found = read(mark + text).problems.first {
        $0.reason == .unknownKind("choise", nearest: "choice")
      }
      #expect(
        found?.position == SourcePosition(file: file, line: place.line, column: place.column))
    }
  }

  @Test func `of a table's row is its line in the file`() throws {
    let text = unit("unit").replacing("| 3 days | two |", with: "| 3 dogs | two |")
    #expect(
      read(text).problems.map(\.description) == [
        #"""
        Lessons/unit.md:17:1: "3 dogs" is no time of a review plan. Write for example "3 days", \#
        "1 week" or "1 month".
        """#
      ])
  }

  @Test func `is ordered by file, line and column`() {
    let positions = [
      SourcePosition(file: "a", line: 2, column: 3), SourcePosition(file: "a", line: 2, column: 4),
      SourcePosition(file: "a", line: 10), SourcePosition(file: "b", line: 1),
    ]
    #expect(positions.reversed().sorted() == positions)
    #expect(positions[0].description == "a:2:3")
  }
}
