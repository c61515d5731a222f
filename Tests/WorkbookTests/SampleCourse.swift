/// A course of two short lessons, in which every place that the tests ask about occurs once.
enum SampleCourse {
  static let files = [
    "Lessons/course.yaml": courseFile("A sample course", units: ["first", "second"]),
    "Lessons/01-first.md": first(),
    "Lessons/02-second.md": second,
    "Exercises/first/double.swift": starter("double"),
    "Exercises/second/double.swift": starter("double"),
    "Exercises/second/halve.swift": starter("halve"),
    "Solutions/first/double.swift": "func double(_ x: Int) -> Int { x + x }\n",
    "Solutions/second/double.swift": "func double(_ x: Int) -> Int { x + x }\n",
    "Solutions/second/halve.swift": "func halve(_ x: Int) -> Int { x / 2 }\n",
  ]

  static func courseFile(_ title: String, units: [String]) -> String {
    "format: 1\nid: sample\ntitle: \(title)\nunits:\n" + units.map { "  - \($0)\n" }.joined()
  }

  static func starter(_ name: String) -> String {
    "func \(name)(_ x: Int) -> Int {\n  // TODO\n  0\n}\n"
  }

  /// Three steps: words, an exercise with its two questions, the sections.
  static func first(answer: String = "four") -> String {
    """
    ---
    id: first
    title: First steps
    minutes: 5
    ---

    # First steps

    Words before anything else.

    <!-- pause -->

    Now you.

    ```exercise
    id: first/double
    title: Double a number
    points: 2
    hints: [Hint number one., Hint number two.]
    questions: [first/twice]
    starter: {fails: [it doubles]}
    ```

    ```swift check="it doubles"
    expect(double(2), equals: 4)
    ```

    ```quiz
    - id: first/twice
      kind: text
      prompt: What is twice two?
      answer: \(answer)
      why: Two and two.
    - id: first/half
      kind: numeric
      prompt: What is half of ten?
      answer: 5
      why: Five and five.
    ```

    \(sections)
    """
  }

  /// Two steps: two exercises, the sections.
  private static let second = """
    ---
    id: second
    title: Second steps
    requires: [first]
    ---

    # Second steps

    More words.

    ```exercise
    id: second/double
    title: Double again
    starter: {fails: [it doubles]}
    ```

    ```swift check="it doubles"
    expect(double(2), equals: 4)
    ```

    ```exercise
    id: second/halve
    title: Halve a number
    starter: {fails: [it halves]}
    ```

    ```swift check="it halves"
    expect(halve(4), equals: 2)
    ```

    \(sections)
    """

  /// The nine sections of a lesson, as short as they may be.
  static let sections = """
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
    | 1 day | Recall one. |
    | 3 days | Recall two. |
    | 1 week | Recall three. |
    | 1 month | Recall four. |

    """
}
