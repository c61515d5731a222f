import Foundation
import Workbook

/// A course of one lesson with one program of each kind, in which nothing is wrong.
enum LintCourse {
  static let lesson = """
    ---
    id: small
    title: A small lesson
    ---

    # A small lesson

    ```swift run
    print(1 + 1)
    ```
    ```output
    2
    ```

    ```swift measure
    print("took   12.5 µs")
    ```
    ```output machine="a machine"
    took 3 s
    ```

    ```exercise
    id: small/double
    title: Double
    hints: [a, b, c]
    limits: {seconds: 9, memory: 512MB}
    forbids: [Tensor]
    starter: {fails: [it doubles]}
    mistakes:
      - {file: one-more.swift, fails: [it doubles], got: "5", tells: You added one.}
    ```

    ```swift check="it doubles"
    expect(double(2), equals: 4)
    ```

    \(SampleCourse.sections)
    """

  static let files = [
    "Lessons/course.yaml": SampleCourse.courseFile("A course", units: ["small"]),
    "Lessons/01-small.md": lesson,
    "Data/numbers.txt": "1 2 3\n",
    "Exercises/small/double.swift": "// TODO\nfunc double(_ x: Int) -> Int { 0 }\n",
    "Solutions/small/double.swift": "func double(_ x: Int) -> Int { x * 2 }\n",
    "Solutions/small/double.alternatives/sum.swift": "func double(_ x: Int) -> Int { x + x }\n",
    "Solutions/small/double.mistakes/one-more.swift":
      "func double(_ x: Int) -> Int { x * 2 + 1 }\n",
  ]

  /// The programs: two of the prose, the starter, the solution, the alternative, the mistake.
  static let programCount = 6
}

extension Learner {
  /// Puts another text into a file of the course.
  func change(_ path: String, _ old: String, to new: String) throws {
    let text = try text("course/" + path)
    try write(text.replacingOccurrences(of: old, with: new), to: "course/" + path)
  }
}

extension LintReport {
  /// How many programs were run, not taken from the cache.
  var runCount: Int { total.programs - total.programsFromCache }
}
