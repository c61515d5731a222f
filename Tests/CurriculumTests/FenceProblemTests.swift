import Curriculum
import Testing

@Suite struct `A fence with a mistake` {
  @Test(arguments: cases)
  func `is told`(_ example: Example) {
    #expect(example.problems == example.expected)
  }

  static let cases: [Example] = [
    Example(
      "a fence that is not closed",
      #"""
      text
      ```swift
      let a = 1
      """#,
      [
        "6:1: the fence is not closed. End it with a line of as many backquotes or tildes."
      ]),
    Example(
      "a fence of four backquotes that three do not close",
      #"""
      ````text
      ```
      """#,
      [
        "5:1: the fence is not closed. End it with a line of as many backquotes or tildes."
      ]),
    Example(
      "tildes that backquotes do not close",
      #"""
      ~~~text
      ```
      """#,
      [
        "5:1: the fence is not closed. End it with a line of as many backquotes or tildes."
      ]),
    Example(
      "a fence that its quotation ends",
      #"""
      > ```text
      > a

      b
      """#,
      [
        "5:3: the fence is not closed. End it with a line of as many backquotes or tildes."
      ]),
    Example(
      "a value without its closing mark, after an exercise that then says no more",
      #"""
      ```exercise
      id: unit/a
      title: A
      starter: {fails: [a]}
      ```
      ```swift check="a
      1
      ```
      """#,
      [
        #"10:10: the fence's first line: the value of "check" has no closing quotation mark. Add it."#
      ]),
    Example(
      "a value without a name, behind characters of several bytes",
      #"""
      ```é👩‍👩‍👧 =3
      ```
      """#,
      [
        #"5:7: the fence's first line: there is no name before "=". Write name="value"."#
      ]),
    Example(
      "an attribute given twice, behind a letter with a combining mark",
      #"""
      ```swift  check="é" check="b"
      ```
      """#,
      [
        #"5:21: the fence's first line: "check" is given twice. Remove one."#
      ]),
    Example(
      "a check before any exercise",
      #"""
      ```swift check="a"
      1
      ```
      """#,
      [
        "5:1: a check without an exercise. Put it after the exercise block that it belongs to."
      ]),
    Example(
      "a check without a title, in three ways",
      #"""
      ```swift check
      ```
      ```swift hidden
      ```
         ```swift check=" "
         ```
      """#,
      [
        #"5:10: the check has no title. Write check="what holds"."#,
        #"7:10: the check has no title. Write check="what holds"."#,
        #"9:13: the check has no title. Write check="what holds"."#,
      ]),
    Example(
      "a check that is not Swift",
      #"""
      > 1. ```python check="a"
      >    ```
      """#,
      [
        #"5:9: the fence's first line: a check is Swift. Write swift check="…"."#
      ]),
    Example(
      "a word that is nearly one that is known",
      #"""
      ```swift rum
      ```
      ```swift chek="a"
      ```
      """#,
      [
        #"5:10: a fence knows no word "rum". Did you mean "run"?"#,
        #"7:10: a fence knows no word "chek". Did you mean "check"?"#,
      ]),
    Example(
      "a word that is like none",
      #"""
      ```swift quickly
      ```
      """#,
      [
        #"5:10: a fence knows no word "quickly". Remove it."#
      ]),
    Example(
      "a language that is nearly a quiz",
      #"""
      > ```quizz
      > ```
      """#,
      [
        #"5:6: a fence knows no word "quizz". Did you mean "quiz"?"#
      ]),
    Example(
      "attributes and words of a check",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a" pints=2 hiden points=many loudly
      1
      ```
      """#,
      [
        #"9:20: a check has no attribute "pints". Did you mean "points"?"#,
        #"9:28: a fence knows no word "hiden". Did you mean "hidden"?"#,
        #"9:34: "points" must be a whole number from 0 to 1000. Correct it."#,
        #"9:46: a fence knows no word "loudly". Remove it."#,
      ]),
    Example(
      "a check without code",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a"

      ```
      """#,
      [
        #"9:1: the check "a" has no code, so it could never fail. Write what it expects."#
      ]),
    Example(
      "an output without its code, and code without its output",
      #"""
      ```swift run
      1
      ```
      text
      ```output
      1
      ```
      - item
        ```swift run
        1
        ```
      """#,
      [
        #"5:1: a run block without its output. Add an "output" block with what it prints."#,
        #"9:1: an output block without the code that prints it. Put it right after a "swift run" or "swift measure" block."#,
        #"13:3: a run block without its output. Add an "output" block with what it prints."#,
      ]),
    Example(
      "an output behind an output",
      #"""
      ```swift run
      1
      ```
      ```output
      1
      ```
      ```output
      1
      ```
      """#,
      [
        #"11:1: an output block without the code that prints it. Put it right after a "swift run" or "swift measure" block."#
      ]),
    Example(
      "code to be measured without an output, and a machine where nothing is measured",
      #"""
      ```swift measure
      1
      ```
      text
      ```swift run
      1
      ```
      ```output machine="A machine"
      1
      ```
      """#,
      [
        #"5:1: a measure block without its output. Add an empty "output" block; pare lint --measure fills it."#,
        #"12:1: only what was measured has a machine. Write "swift measure" above, or remove machine="…"."#,
      ]),
    Example(
      "an output's attribute that is nearly a machine, and code that is run and measured",
      #"""
      ```swift measure run
      1
      ```
      ```output mashine="A machine"
      1
      ```
      """#,
      [
        #"5:18: a fence knows no word "run". Remove it."#,
        #"8:11: a fence knows no word "mashine". Did you mean "machine"?"#,
      ]),
    Example(
      "a comment that is not closed",
      """
      text
      <!-- pause -->

      <!-- pause
      """,
      ["8:1: the comment is not closed and hides what comes after it. End it with -->."]),
  ]
}
