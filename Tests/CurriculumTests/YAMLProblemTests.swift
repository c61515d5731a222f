import Curriculum
import Testing

@Suite struct `YAML with a mistake` {
  @Test(arguments: cases)
  func `is told`(_ example: Example) {
    #expect(example.problems == example.expected)
  }

  static let cases: [Example] = [
    Example(
      "a colon in a text",
      #"""
      ```quiz
      - id: unit/a
        prompt: a: b
      ```
      """#,
      [
        #"7:12: YAML: a text with ": " in it must be quoted. Write key: "a: b"."#
      ]),
    Example(
      "a text that begins with a backquote, a percent sign, an at sign",
      #"""
      ```quiz
      - prompt: `code`
      ```
      ```quiz
      - prompt: 100
        why: @home
      ```
      ```quiz
      - %a
      ```
      """#,
      [
        #"6:11: YAML: a text that begins with "`" must be quoted. Write it between quotation marks."#,
        #"10:8: YAML: a text that begins with "@" must be quoted. Write it between quotation marks."#,
        #"13:3: YAML: a text that begins with "%" must be quoted. Write it between quotation marks."#,
      ]),
    Example(
      "a text cut by a comment",
      #"""
      ```quiz
      - prompt: What is é item #1?
      ```
      """#,
      [
        #"6:26: YAML: " #" begins a comment, and the rest of the text is lost. Quote the text, or put two spaces before a comment."#
      ]),
    Example(
      "a text of several lines cut by a comment",
      #"""
      ```quiz
      - prompt: What
          is  the
          item #1?
      ```
      """#,
      [
        #"8:10: YAML: " #" begins a comment, and the rest of the text is lost. Quote the text, or put two spaces before a comment."#
      ]),
    Example(
      "a tab as indentation",
      #"""
      ```quiz
      - id: unit/a
      \#tkind: recall
      ```
      """#,
      [
        "7:1: YAML: a tab stands where only spaces may. Indent with spaces."
      ]),
    Example(
      "a tab as indentation of a list",
      #"""
      ```quiz
      \#t- id: unit/a
      ```
      """#,
      [
        "6:1: YAML: a tab stands where only spaces may. Indent with spaces."
      ]),
    Example(
      "an anchor",
      #"""
      ```quiz
      - id: &name unit/a
      ```
      """#,
      [
        "6:7: YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it."
      ]),
    Example(
      "an anchor of a list, one of a mapping, one of a key",
      #"""
      ```quiz
      - &a [b]
      ```
      ```quiz
      - &a {b: c}
      ```
      ```quiz
      - &a b: c
      ```
      """#,
      [
        "6:3: YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it.",
        "9:3: YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it.",
        "12:3: YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it.",
      ]),
    Example(
      "a tag, which would swallow a word",
      #"""
      ```quiz
      - prompt: !important what
      ```
      """#,
      [
        "6:11: YAML: \"!important\" is read as a tag, not as text. Quote the text."
      ]),
    Example(
      "an alias without an anchor",
      #"""
      ```quiz
      - *a
      ```
      """#,
      [
        "6:3: YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it."
      ]),
    Example(
      "an anchor without a name",
      #"""
      ```quiz
      - &
      ```
      """#,
      [
        "6:4: YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it."
      ]),
    Example(
      "a key that is a list",
      #"""
      ```quiz
      - [a]: b
      ```
      """#,
      [
        #"6:3: YAML: the name before a ":" must be a single word. Correct it."#
      ]),
    Example(
      "a key given twice",
      #"""
      ```exercise
      id: unit/a
      title: A
      id: unit/b
      ```
      """#,
      [
        #"6:1: YAML: "id" is given twice. Remove one."#
      ]),
    Example(
      "a quotation mark that is not closed",
      #"""
      ```quiz
      - prompt: "a
      ```
      """#,
      [
        "6:11: YAML: a quotation mark is not closed. Correct the line, or quote the text."
      ]),
    Example(
      "a bracket that is not closed",
      #"""
      ```quiz
      - choices: [a, b
        answer: 1
      ```
      """#,
      [
        #"7:9: YAML: a "," or "]" is missing before this. Correct the line, or quote the text."#
      ]),
    Example(
      "a brace that is not closed",
      #"""
      ```exercise
      limits: {seconds: 1
      ```
      """#,
      [
        #"7:4: YAML: a "," or "}" is missing before this. Correct the line, or quote the text."#
      ]),
    Example(
      "lines that do not fit",
      #"""
      ```exercise
       id: unit/a
      title: A
      ```
      """#,
      [
        "7:1: YAML: this line's indentation does not fit the lines before it. Correct the line, or quote the text."
      ]),
    Example(
      "a word without a colon",
      #"""
      ```exercise
      id: unit/a
      title
      points: 1
      ```
      """#,
      [
        #"8:1: YAML: a ":" is missing before this. Correct the line, or quote the text."#
      ]),
    Example(
      "a list behind a name",
      #"""
      ```exercise
      hints: - a
      ```
      """#,
      [
        #"6:8: YAML: a list's "-" cannot stand here; begin it on a line of its own. Correct the line, or quote the text."#
      ]),
    Example(
      "an unknown escape",
      #"""
      ```exercise
      title: "\d"
      ```
      """#,
      [
        #"6:9: YAML: inside "…" a backslash must be doubled. Correct the line, or quote the text."#
      ]),
    Example(
      "a control character written as an escape",
      #"""
      ```exercise
      title: "\e[31m"
      ```
      """#,
      [
        "6:8: an invisible character (U+001B) stands here. Delete it."
      ]),
    Example(
      "two documents",
      #"""
      ```exercise
      id: unit/a
      ---
      title: A
      ```
      """#,
      [
        #"7:1: YAML: "---" would begin another document; remove it. Correct the line, or quote the text."#
      ]),
  ]
}
