import Curriculum
import Testing

@Suite struct `An exercise with a mistake` {
  @Test(arguments: cases)
  func `is told`(_ example: Example) {
    #expect(example.problems == example.expected)
  }

  static let cases: [Example] = [
    Example(
      "no checks",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      """#,
      [
        #"6:1: the exercise "unit/a" has no checks. Add ```swift check="…" blocks after it."#
      ]),
    Example(
      "no id and no title",
      #"""
      ```exercise
      ```
      """#,
      [
        #"5:1: the exercise needs "id". Add a line "id: …"."#,
        #"5:1: the exercise needs "title". Add a line "title: …"."#,
      ]),
    Example(
      "a list in place of names and values",
      #"""
      ```exercise
      - id: unit/a
      ```
      """#,
      [
        #"6:1: the exercise must be a list of "name: value" lines. Write it so."#
      ]),
    Example(
      "an id in capitals",
      #"""
      ```exercise
      id: Unit/a
      title: A
      ```
      """#,
      [
        #"6:5: "Unit/a" is no id. Use small letters, digits and hyphens, parts joined by "/"."#
      ]),
    Example(
      "an id that leaves the course",
      #"""
      ```exercise
      id: unit/../../a
      title: A
      ```
      """#,
      [
        #"6:5: "unit/../../a" is no id. Use small letters, digits and hyphens, parts joined by "/"."#
      ]),
    Example(
      "an id of another lesson",
      #"""
      ```exercise
      id: other/a
      title: A
      ```
      """#,
      [
        #"6:5: the exercise id "other/a" must begin with "unit/". Rename it."#
      ]),
    Example(
      "the same id twice, and the second one's checks",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a"
      1
      ```
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"13:1: the exercise id "unit/a" is used already at Lessons/unit.md:6:1. Choose another."#
      ]),
    Example(
      "checks of an exercise that cannot be read",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a"
      1
      ```
      ```exercise
      id: unit/b
      titel: B
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"13:1: the exercise needs "title". Add a line "title: …"."#,
        #"14:1: the exercise has no field "titel". Did you mean "title"?"#,
      ]),
    Example(
      "checks of an exercise whose YAML is broken, the first in the lesson",
      #"""
      ```exercise
      id: unit/b: c
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"6:11: YAML: a text with ": " in it must be quoted. Write key: "a: b"."#
      ]),
    Example(
      "checks of a misspelt exercise",
      #"""
      ```excercise
      id: unit/b
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"5:4: a fence knows no word "excercise". Did you mean "exercise"?"#
      ]),
    Example(
      "points, limits and hints",
      #"""
      ```exercise
      id: unit/a
      title: A
      points: -1
      limits: {seconds: 0x10, memory: 5, x: 1}
      hints: one
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"8:9: "points" must be a whole number from 0 to 1000. Correct it."#,
        #"9:19: "seconds" must be a number. Correct it."#,
        #"9:33: "memory" must be a size from 16MB to 64GB such as 512MB. Correct it."#,
        #"9:36: limits has no field "x". Remove it."#,
        #"10:8: "hints" must be a list. Correct it."#,
      ]),
    Example(
      "too long and too large",
      #"""
      ```exercise
      id: unit/a
      title: A
      points: 1001
      limits: {seconds: 601, memory: 65GB}
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"8:9: "points" must be a whole number from 0 to 1000. Correct it."#,
        #"9:19: "seconds" must be a number of seconds up to 600. Correct it."#,
        #"9:32: "memory" must be a size from 16MB to 64GB such as 512MB. Correct it."#,
      ]),
    Example(
      "limits that are one word",
      #"""
      ```exercise
      id: unit/a
      title: A
      limits: small
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"8:9: limits must be a list of "name: value" lines. Write it so."#
      ]),
    Example(
      "a misspelt field",
      #"""
      ```exercise
      id: unit/a
      title: A
      mistaks: []
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"8:1: the exercise has no field "mistaks". Did you mean "mistakes"?"#
      ]),
    Example(
      "mistakes of every kind",
      #"""
      ```exercise
      id: unit/a
      title: A
      mistakes:
        - file: ../a.swift
          fails: [a]
          tells: t
        - file: /etc/a.swift
          fails: [a]
          tells: t
        - file: a b.swift
          fails: [a]
          tells: t
        - file: a.swift
          tells: t
        - a.swift
        - {file: b.swift, fails: a, tells: "", got: [1]}
        - fals: a
      ```
      ```swift check="a"
      1
      ```
      """#,
      [
        #"9:11: the path "../a.swift" leaves the course folder. Use a name inside it."#,
        #"12:11: the path "/etc/a.swift" leaves the course folder. Use a name inside it."#,
        #"15:11: "file" must be a name such as wrong-axis.swift. Correct it."#,
        #"18:5: the mistake needs "fails". Add a line "fails: …"."#,
        #"20:5: the mistake must be a list of "name: value" lines. Write it so."#,
        #"21:38: the mistake needs "tells". Add a line "tells: …"."#,
        #"21:47: "got" must be one text. Correct it."#,
        #"22:5: the mistake needs "file". Add a line "file: …"."#,
        #"22:5: the mistake needs "tells". Add a line "tells: …"."#,
        #"22:5: the mistake needs "fails". Add a line "fails: …"."#,
        #"22:5: the mistake has no field "fals". Did you mean "fails"?"#,
      ]),
    Example(
      "names of checks that are not there",
      #"""
      ```exercise
      id: unit/a
      title: A
      starter: {fails: [the shape is kept, nothing like it]}
      mistakes:
        - {file: a.swift, fails: [the sale is kept], tells: t}
      ```
      ```swift check="the scale is kept"
      1
      ```
      ```swift check="b" after="the scales is kept"
      1
      ```
      """#,
      [
        #"8:19: the exercise has no check "the shape is kept". Did you mean "the scale is kept"?"#,
        #"8:38: the exercise has no check "nothing like it". Correct the title."#,
        #"10:29: the exercise has no check "the sale is kept". Did you mean "the scale is kept"?"#,
        #"15:20: the exercise has no check "the scales is kept". Did you mean "the scale is kept"?"#,
      ]),
    Example(
      "a check that comes after a later one, and one after itself",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a" after="b"
      1
      ```
      ```swift check="b" after="b"
      1
      ```
      """#,
      [
        #"9:20: "after" names the check "b", which does not come before this one. Change their order."#,
        #"12:20: "after" names the check "b", which does not come before this one. Change their order."#,
      ]),
    Example(
      "two checks of one title",
      #"""
      ```exercise
      id: unit/a
      title: A
      ```
      ```swift check="a"
      1
      ```
      ```swift points=2 check="a"
      1
      ```
      """#,
      [
        #"12:19: the check "a" is there already at Lessons/unit.md:9:10. Titles tell checks apart: change one."#
      ]),
    Example(
      "a question that is not there",
      #"""
      ```exercise
      id: unit/a
      title: A
      questions: [unit/scael, unit/scale]
      ```
      ```swift check="a"
      1
      ```
      ```quiz
      - {id: unit/scale, kind: recall, prompt: p, answer: a, why: w}
      ```
      """#,
      [
        #"8:13: no question "unit/scael". Did you mean "unit/scale"?"#
      ]),
    Example(
      "no word about questions when a quiz cannot be read",
      #"""
      ```exercise
      id: unit/a
      title: A
      questions: [unit/scale]
      ```
      ```swift check="a"
      1
      ```
      ```quiz
      - {id: unit/scale, kind: recal, prompt: p, answer: a, why: w}
      ```
      """#,
      [
        #"14:26: no kind of question "recal". Did you mean "recall"?"#
      ]),
  ]
}
