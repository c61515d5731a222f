import Curriculum
import Testing

@Suite struct `Front matter with a mistake` {
  @Test(arguments: cases)
  func `is told`(_ example: Example) {
    #expect(example.problems == example.expected)
  }

  static let cases: [Example] = [
    Example(
      "a file that is empty", isWhole: true,
      "",
      [
        #"1:1: the lesson has no front matter. Begin the file with "---", "id: …", "title: …", "---"."#
      ]),
    Example(
      "a file without it", isWhole: true,
      #"""
      # Title
      """#,
      [
        #"1:1: the lesson has no front matter. Begin the file with "---", "id: …", "title: …", "---"."#
      ]),
    Example(
      "front matter that is not closed", isWhole: true,
      #"""
      ---
      id: unit
      """#,
      [
        #"1:1: the front matter is not closed. End it with a line "---"."#
      ]),
    Example(
      "front matter in brackets that is too deep to be a mark", isWhole: true,
      #"""
      ----
      id: unit
      ----
      """#,
      [
        #"1:1: the lesson has no front matter. Begin the file with "---", "id: …", "title: …", "---"."#
      ]),
    Example(
      "a list", isWhole: true,
      #"""
      ---
      - id
      ---
      \#(sections)
      """#,
      [
        #"2:1: the front matter must be a list of "name: value" lines. Write it so."#
      ]),
    Example(
      "nothing", isWhole: true,
      #"""
      ---
      ---
      \#(sections)
      """#,
      [
        #"1:1: the front matter needs "id". Add a line "id: …"."#,
        #"1:1: the front matter needs "title". Add a line "title: …"."#,
      ]),
    Example(
      "a misspelt field, a wrong type and a wrong number", isWhole: true,
      #"""
      ---
      id: unit
      titel: A
      requires: {a: b}
      minutes: 0x10
      ---
      \#(sections)
      """#,
      [
        #"2:1: the front matter needs "title". Add a line "title: …"."#,
        #"3:1: the front matter has no field "titel". Did you mean "title"?"#,
        #"4:11: "requires" must be a list of texts. Correct it."#,
        #"5:10: "minutes" must be a whole number from 1 to 10000. Correct it."#,
      ]),
    Example(
      "an id of two parts", isWhole: true,
      #"""
      ---
      id: unit/a
      title: A
      ---
      \#(sections)
      """#,
      [
        #"2:5: "unit/a" is no id. Use small letters, digits and hyphens, parts joined by "/"."#
      ]),
    Example(
      "an id in capitals, with no word about the ids in it", isWhole: true,
      #"""
      ---
      id: Unit
      title: A
      ---
      ```quiz
      - {id: unit/a, kind: recall, prompt: p, answer: a, why: w}
      ```
      \#(sections)
      """#,
      [
        #"2:5: "Unit" is no id. Use small letters, digits and hyphens, parts joined by "/"."#
      ]),
    Example(
      "a broken line, with what else is wrong in the lesson", isWhole: true,
      #"""
      ---
      id: a: b
      ---
      ```swift check
      ```
      \#(sections)
      """#,
      [
        #"2:6: YAML: a text with ": " in it must be quoted. Write key: "a: b"."#,
        #"4:10: the check has no title. Write check="what holds"."#,
      ]),
    Example(
      "a text cut by a comment", isWhole: true,
      #"""
      ---
      id: unit
      title: Tips #1
      ---
      \#(sections)
      """#,
      [
        #"3:13: YAML: " #" begins a comment, and the rest of the text is lost. Quote the text, or put two spaces before a comment."#
      ]),
    Example(
      "columns behind characters of several bytes", isWhole: true,
      #"""
      ---
      {id: unit, title: "é👩‍👩‍👧", titel: x}
      ---
      \#(sections)
      """#,
      [
        #"2:25: the front matter has no field "titel". Did you mean "title"?"#
      ]),
  ]
}
