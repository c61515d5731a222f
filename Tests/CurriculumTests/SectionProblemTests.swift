import Curriculum
import Testing

@Suite struct `A lesson's sections` {
  @Test(arguments: cases)
  func `are asked for`(_ example: Example) {
    #expect(example.problems == example.expected)
  }

  static let cases: [Example] = [
    Example(
      "two out of order, seven missing", isWhole: true,
      #"""
      ---
      id: unit
      title: A
      ---
      ## Overview
      ## Activate prior knowledge
      """#,
      [
        #"5:1: the section "Overview" must come after "Activate prior knowledge". Move it there."#,
        ###"6:1: the section "## Key concepts" is missing. Add it; every lesson has the nine sections."###,
        ###"6:1: the section "## Learning path" is missing. Add it; every lesson has the nine sections."###,
        ###"6:1: the section "## Examples" is missing. Add it; every lesson has the nine sections."###,
        ###"6:1: the section "## Common pitfalls" is missing. Add it; every lesson has the nine sections."###,
        ###"6:1: the section "## Retrieval quiz" is missing. Add it; every lesson has the nine sections."###,
        ###"6:1: the section "## Quick recap" is missing. Add it; every lesson has the nine sections."###,
        ###"6:1: the section "## Spaced review plan" is missing. Add it; every lesson has the nine sections."###,
      ]),
    Example(
      "a review plan without rows", isWhole: true,
      #"""
      ---
      id: unit
      title: A
      ---
      ## Activate prior knowledge
      ## Overview
      ## Key concepts
      ## Learning path
      ## Examples
      ## Common pitfalls
      ## Retrieval quiz
      ## Quick recap
      ## Spaced review plan
      nothing
      """#,
      [
        "13:1: the review plan has no row for 1 day. Add | 1 day | what to recall |.",
        "13:1: the review plan has no row for 3 days. Add | 3 days | what to recall |.",
        "13:1: the review plan has no row for 1 week. Add | 1 week | what to recall |.",
        "13:1: the review plan has no row for 1 month. Add | 1 month | what to recall |.",
      ]),
    Example(
      "a review plan whose rows cannot be read", isWhole: true,
      #"""
      ---
      id: unit
      title: A
      ---
      ## Activate prior knowledge
      ## Overview
      ## Key concepts
      ## Learning path
      ## Examples
      ## Common pitfalls
      ## Retrieval quiz
      ## Quick recap
      ## Spaced review plan
      | After | Prompt |
      |---|---|
      | 1 day | a |
      | 24 hours | a |
      | 0 days | a |
      | 1 days | b |
      | 3 days | |
      """#,
      [
        #"17:1: "24 hours" is no time of a review plan. Write for example "3 days", "1 week" or "1 month"."#,
        #"18:1: "0 days" is no time of a review plan. Write for example "3 days", "1 week" or "1 month"."#,
        #"19:1: the review plan has a row for that time already at Lessons/unit.md:16:1. Change or remove "1 days"."#,
        #"20:1: the row "3 days" says nothing to recall. Write a question in its second cell."#,
      ]),
    Example(
      "a table that belongs to the section behind the plan", isWhole: true,
      #"""
      ---
      id: unit
      title: A
      ---
      ## Activate prior knowledge
      ## Overview
      ## Key concepts
      ## Learning path
      ## Examples
      ## Common pitfalls
      ## Retrieval quiz
      ## Quick recap
      ## Spaced review plan
      ## More
      | After | Prompt |
      |---|---|
      | 1 day | a |
      | 3 days | a |
      | 1 week | a |
      | 1 month | a |
      """#,
      [
        "13:1: the review plan has no row for 1 day. Add | 1 day | what to recall |.",
        "13:1: the review plan has no row for 3 days. Add | 3 days | what to recall |.",
        "13:1: the review plan has no row for 1 week. Add | 1 week | what to recall |.",
        "13:1: the review plan has no row for 1 month. Add | 1 month | what to recall |.",
      ]),
    Example(
      "no more than the fence that swallows the rest", isWhole: true,
      #"""
      ---
      id: unit
      title: A
      ---
      ## Activate prior knowledge
      ```swift
      """#,
      [
        "6:1: the fence is not closed. End it with a line of as many backquotes or tildes."
      ]),
  ]
}
