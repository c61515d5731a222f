import Curriculum
import Testing

@Suite struct `A question with a mistake` {
  @Test(arguments: cases)
  func `is told`(_ example: Example) {
    #expect(example.problems == example.expected)
  }

  static let cases: [Example] = [
    Example(
      "a mapping in place of a list",
      #"""
      ```quiz
      id: unit/a
      ```
      """#,
      [
        #"6:1: "quiz" must be a list of questions, each beginning with "- id: …". Correct it."#
      ]),
    Example(
      "nothing at all",
      #"""
      ```quiz
      ```
      """#,
      [
        #"5:1: "quiz" must be a list of questions, each beginning with "- id: …". Correct it."#
      ]),
    Example(
      "a text in place of a question, beside a right one",
      #"""
      ```quiz
      - just a text
      - {id: unit/scale, kind: recall, prompt: p, answer: a, why: w}
      ```
      """#,
      [
        #"6:3: the question must be a list of "name: value" lines. Write it so."#
      ]),
    Example(
      "no id, no kind, no why",
      #"""
      ```quiz
      - prompt: p
      ```
      """#,
      [
        #"6:3: the question needs "id". Add a line "id: …"."#,
        #"6:3: the question needs "kind". Add a line "kind: …"."#,
        #"6:3: the question needs "why". Add a line "why: …"."#,
      ]),
    Example(
      "an unknown kind, near to one",
      #"""
      ```quiz
      - id: unit/a
        kind: choise
        prompt: p
        why: w
        anser: 1
      ```
      """#,
      [
        #"7:9: no kind of question "choise". Did you mean "choice"?"#
      ]),
    Example(
      "an unknown kind, near to none",
      #"""
      ```quiz
      - {id: unit/a, kind: essay, prompt: p, why: w}
      ```
      """#,
      [
        #"6:22: no kind of question "essay". Kinds: choice, multi, text, numeric, order, cloze, predict, recall."#
      ]),
    Example(
      "a field that is none",
      #"""
      ```quiz
      - {id: unit/a, kind: recall, prompt: p, why: w, answer: a, chocies: [a]}
      ```
      """#,
      [
        #"6:60: the question has no field "chocies". Remove it."#
      ]),
    Example(
      "a list in place of a text",
      #"""
      ```quiz
      - {id: unit/a, kind: recall, prompt: [p], why: w, answer: a}
      ```
      """#,
      [
        #"6:38: "prompt" must be one text. Correct it."#
      ]),
    Example(
      "a text in place of a list",
      #"""
      ```quiz
      - {id: unit/a, kind: choice, prompt: p, why: w, choices: a, answer: 1}
      ```
      """#,
      [
        #"6:58: "choices" must be a list. Correct it."#
      ]),
    Example(
      "a list in a list of texts",
      #"""
      ```quiz
      - {id: unit/a, kind: choice, prompt: p, why: w, choices: [a, b, [c]], answer: 1}
      ```
      """#,
      [
        #"6:65: "choices" must be a list of texts. Correct it."#
      ]),
    Example(
      "one choice",
      #"""
      ```quiz
      - {id: unit/a, kind: choice, prompt: p, why: w, choices: [a], answer: 1}
      ```
      """#,
      [
        "6:58: a question needs at least two choices or items. Add more."
      ]),
    Example(
      "no choices",
      #"""
      ```quiz
      - {id: unit/a, kind: multi, prompt: p, why: w, answer: 1}
      ```
      """#,
      [
        #"6:3: the question needs "choices". Add a line "choices: …"."#
      ]),
    Example(
      "a choice that is there twice",
      #"""
      ```quiz
      - {id: unit/a, kind: choice, prompt: p, why: w, choices: [a, b, a], answer: 1}
      ```
      """#,
      [
        #"6:65: "a" is there twice. Change one."#
      ]),
    Example(
      "an answer that is none of the choices",
      #"""
      ```quiz
      - {id: unit/a, kind: choice, prompt: p, why: w, choices: [a, b], answer: 3}
      - {id: unit/b, kind: choice, prompt: p, why: w, choices: [a, b], answer: 0}
      - {id: unit/c, kind: multi, prompt: p, why: w, choices: [a, b], answer: [1, b]}
      - {id: unit/d, kind: multi, prompt: p, why: w, choices: [a, b], answer: []}
      ```
      """#,
      [
        #"6:74: the answer "3" is none of the 2 choices, which are counted from 1. Correct it."#,
        #"7:74: the answer "0" is none of the 2 choices, which are counted from 1. Correct it."#,
        #"8:73: the answer "b" is none of the 2 choices, which are counted from 1. Correct it."#,
        #"9:73: the question needs "answer". Add a line "answer: …"."#,
      ]),
    Example(
      "numbers that are none",
      #"""
      ```quiz
      - {id: unit/a, kind: numeric, prompt: p, why: w, answer: 0x10}
      - {id: unit/b, kind: numeric, prompt: p, why: w, answer: nan}
      - {id: unit/c, kind: numeric, prompt: p, why: w, answer: "4,5"}
      - {id: unit/d, kind: numeric, prompt: p, why: w, answer: 4, tolerance: -1}
      - {id: unit/e, kind: numeric, prompt: p, why: w, answer: 1e999}
      - {id: unit/f, kind: numeric, prompt: p, why: w}
      ```
      """#,
      [
        #"6:58: "answer" must be a number. Correct it."#,
        #"7:58: "answer" must be a number. Correct it."#,
        #"8:58: "answer" must be a number. Correct it."#,
        #"9:72: "tolerance" must be a number from 0. Correct it."#,
        #"10:58: "answer" must be a number. Correct it."#,
        #"11:3: the question needs "answer". Add a line "answer: …"."#,
      ]),
    Example(
      "no accepted text, no items, no code, no model answer",
      #"""
      ```quiz
      - {id: unit/a, kind: text, prompt: p, why: w}
      - {id: unit/b, kind: order, prompt: p, why: w, items: [a]}
      - {id: unit/c, kind: predict, prompt: p, why: w, answer: a}
      - {id: unit/d, kind: recall, prompt: p, why: w}
      ```
      """#,
      [
        #"6:3: the question needs "answer". Add a line "answer: …"."#,
        "7:55: a question needs at least two choices or items. Add more.",
        #"8:3: the question needs "code". Add a line "code: …"."#,
        #"9:3: the question needs "answer". Add a line "answer: …"."#,
      ]),
    Example(
      "gaps",
      #"""
      ```quiz
      - {id: unit/a, kind: cloze, why: w, text: no gap}
      - {id: unit/b, kind: cloze, why: w, text: "a {{gap"}
      - {id: unit/c, kind: cloze, why: w, text: "a {{ | }}"}
      - {id: unit/d, kind: cloze, why: w}
      ```
      """#,
      [
        "6:43: the text has no gap. Write {{the answer}} where the gap is.",
        "7:43: a gap is opened with {{ but not closed. Write }} after its answer.",
        "8:43: the text has no gap. Write {{the answer}} where the gap is.",
        #"9:3: the question needs "text". Add a line "text: …"."#,
      ]),
    Example(
      "an id that is none, and one of another lesson",
      #"""
      ```quiz
      - {id: unit a, kind: recall, prompt: p, why: w, answer: a}
      - {id: other/a, kind: recall, prompt: p, why: w, answer: a}
      ```
      """#,
      [
        #"6:8: "unit a" is no id. Use small letters, digits and hyphens, parts joined by "/"."#,
        #"7:8: the question id "other/a" must begin with "unit/". Rename it."#,
      ]),
    Example(
      "an id twice, in two quizzes",
      #"""
      ```quiz
      - {id: unit/a, kind: recall, prompt: p, why: w, answer: a}
      ```
      ```quiz
      - {id: unit/a, kind: recall, prompt: p, why: w, answer: a}
      ```
      """#,
      [
        #"9:3: the question id "unit/a" is used already at Lessons/unit.md:6:3. Choose another; ids carry the learner's history."#
      ]),
    Example(
      "an id that a row of the review plan has",
      #"""
      ```quiz
      - {id: unit/plan-7, kind: recall, prompt: p, why: w, answer: a}
      ```
      """#,
      [
        #"6:3: the question id "unit/plan-7" is used already at Lessons/unit.md:22:1. Choose another; ids carry the learner's history."#
      ]),
    Example(
      "a heading that is not there",
      #"""
      ```quiz
      - {id: unit/a, kind: recall, prompt: p, why: w, answer: a, see: Overvew}
      - {id: unit/b, kind: recall, prompt: p, why: w, answer: a, see: Overview}
      - {id: unit/c, kind: recall, prompt: p, why: w, answer: a, see: Nothing like it}
      ```
      """#,
      [
        #"6:65: the lesson has no heading "Overvew". Did you mean "Overview"?"#,
        #"8:65: the lesson has no heading "Nothing like it". Correct "see"."#,
      ]),
  ]
}
