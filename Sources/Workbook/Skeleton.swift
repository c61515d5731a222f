import Curriculum
import Foundation

/// The texts that `pare new` writes: right from the start, and saying what belongs where.
enum Skeleton {
  /// A name in words, from an id: `half-up` becomes `Half up`.
  static func title(of id: String) -> String {
    let words = id.split(separator: "/").last.map(String.init) ?? id
    let text = words.replacing("-", with: " ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// An id from a folder's name: its letters and digits without accents, hyphens between them.
  static func identifier(from name: String) -> String {
    let plain = name.folding(
      options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive],
      locale: Locale(identifier: "en_US_POSIX"))
    let parts = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return parts.isEmpty ? "course" : parts.joined(separator: "-")
  }

  /// A text as a YAML scalar.
  static func quoted(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter ?? false
      && text.allSatisfy { $0.isLetter || $0.isNumber || " -,.()/'".contains($0) }
      && !text.hasSuffix(" ")
    guard !isPlain else { return text }
    return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  static func course(id: String, title: String) -> String {
    """
    format: 1
    id: \(id)
    title: \(quoted(title))
    language: en
    licence: MIT
    authors: []
    units: []

    """
  }

  static func lesson(id: String, title: String) -> String {
    """
    ---
    id: \(id)
    title: \(quoted(title))
    requires: []
    minutes: 10
    ---

    # \(title)

    To write: whom this unit is for, what they can do after it, and what they should know before.

    ## Activate prior knowledge

    To write: two to four questions that readers answer from memory before they read on. They are
    never graded; an attempt, even a wrong one, makes the rest stick.

    ## Overview

    To write: the whole unit on one screen, with a picture. Why does it matter, and what does it
    cost?

    ## Key concepts

    To write: each term once, with its definition and an everyday picture of it.

    | Term | Definition | Picture |
    |---|---|---|
    | … | … | … |

    ## Learning path

    To write: what the steps have in common. Each step explains one idea, shows an example, and
    lets the reader do it. `pare new exercise \(id)/NAME` adds one.

    ## Examples

    To write: worked examples with real numbers. Code that a reader should trust is run by the
    linter, and its output compared:

    ```swift run
    print(40 + 2)
    ```
    ```output
    42
    ```

    ## Common pitfalls

    To write: what goes wrong in practice, how one notices, and what helps.

    ## Retrieval quiz

    To write: questions about each main idea, from two sides. All kinds of question are in
    `pare guide authoring`.

    ```quiz
    - id: \(id)/first-question
      kind: recall
      prompt: To write. What should a reader still know in a month?
      answer: To write. The answer as you would give it.
      why: To write. The reason behind it, which is shown after every answer.
    ```

    ## Quick recap

    To write: the unit in five sentences.

    ## Spaced review plan

    To write: a task for each row. It comes back that long after the lesson was read to its end.

    | After | Prompt |
    |---|---|
    | 1 day | To write: name the terms of this unit from memory. |
    | 3 days | To write: use the main idea on new numbers. |
    | 1 week | To write: explain a pitfall and how you would notice it. |
    | 1 month | To write: explain the unit to a friend. |

    """
  }

  /// A step with an exercise: a small task that works, to be replaced bit by bit.
  static func step(_ number: Int, exercise id: String, title: String, function: String) -> String {
    let question = "\(id)-why"
    return """
      ### Step \(number): \(title)

      To write: one idea in a few sentences, and a small example of it.

      <!-- pause -->

      **Your turn** (five minutes). To write: what goes in, and what comes out. For now: write
      `\(function)`, which adds numbers up.

      ```exercise
      id: \(id)
      title: \(quoted(title))
      points: 1
      limits: {seconds: 10, memory: 512MB}
      hints:
        - "To write: a question that points the way. Which numbers count?"
        - "To write: the idea in words. Begin with 0 and take one number after the other."
        - "To write: nearly there. What does `+=` do?"
      questions: [\(question)]
      starter:
        fails:
          - every number counts
      mistakes:
        - file: first-left-out.swift
          fails: [every number counts]
          tells: "To write: what was done, and why it is wrong. You left the first number out."
      ```

      ```swift check="every number counts"
      expect(
        \(function)([1, 2, 4]), equals: 7, given: "[1, 2, 4]", because: "1 + 2 + 4 is 7")
      ```

      ```swift check="no numbers give 0"
      expect(\(function)([]), equals: 0, given: "[]", because: "there is nothing to add")
      ```

      ```quiz
      - id: \(question)
        kind: text
        prompt: "To write: a question about the idea. What is the sum of no numbers?"
        answer: ["0", zero]
        why: "To write: the reason. Adding it to another sum must change nothing."
      ```
      """
  }

  static func starter(function: String) -> String {
    """
    /// To write: what the function does, in a sentence.
    ///
    /// - Parameter numbers: any numbers.
    /// - Returns: their sum.
    func \(function)(_ numbers: [Int]) -> Int {
      // TODO: add the numbers up.
      return 0
    }

    """
  }

  static func solution(function: String) -> String {
    """
    /// To write: what the function does, in a sentence.
    ///
    /// - Parameter numbers: any numbers.
    /// - Returns: their sum.
    func \(function)(_ numbers: [Int]) -> Int {
      var sum = 0
      for number in numbers { sum += number }
      return sum
    }

    """
  }

  static func alternative(function: String) -> String {
    """
    func \(function)(_ numbers: [Int]) -> Int {
      numbers.reduce(0, +)
    }

    """
  }

  static func mistake(function: String) -> String {
    """
    func \(function)(_ numbers: [Int]) -> Int {
      var sum = 0
      for number in numbers.dropFirst() { sum += number }
      return sum
    }

    """
  }

  /// A function's name, from an exercise's: `half-up` becomes `halfUp`.
  ///
  /// - Parameter taken: Names that a solution must not define.
  static func function(of id: String, taken: Set<String>) -> String {
    let parts = (id.split(separator: "/").last ?? "").split(separator: "-")
    let capitalised = parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    let name = capitalised.prefix(1).lowercased() + capitalised.dropFirst()
    let begins = name.first?.isLetter ?? false
    return begins && !taken.contains(name) && !keywords.contains(name) ? name : "my" + capitalised
  }

  private static let keywords: Set<String> = [
    "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum",
    "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol",
    "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super",
    "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while", "expect",
    "keep", "fileprivate", "any", "await", "deinit", "associatedtype",
  ]
}
