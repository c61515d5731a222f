import Curriculum
import Foundation
import Testing

/// The file name that the lessons of these tests have.
let file = "Lessons/unit.md"

/// The nine sections of a lesson, as short as they may be.
let sections = """
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
  | 1 day | one |
  | 3 days | two |
  | 1 week | three |
  | 1 month | four |

  """

/// A lesson's text: four lines of front matter, the body from line 5 on, then the nine sections.
func lesson(_ body: String) -> String {
  "---\nid: unit\ntitle: A unit\n---\n" + body + "\n\n" + sections
}

/// A lesson read from its text, and what is wrong with it.
func read(_ text: String) -> (lesson: Lesson?, problems: [CourseProblem]) {
  Lesson.read(Array(text.utf8), file: file)
}

/// What is wrong with a lesson's text, `line:column: message`, without the file's name.
func problems(in text: String) -> [String] {
  read(text).problems.map { problem in
    "\(problem.position.line):\(problem.position.column): \(problem.reason.text)"
  }
}

/// The blocks of a lesson whose body is `body`, without the nine sections behind it.
func blocks(_ body: String) throws -> [Block] {
  let (lesson, problems) = read(lesson(body))
  guard let lesson, problems.isEmpty else { throw Unexpected(problems: problems) }
  return Array(
    lesson.blocks.prefix { block in
      if case .heading(2, [.text("Activate prior knowledge")]) = block.kind { false } else { true }
    })
}

/// A lesson that should be right is not.
struct Unexpected: Error, CustomStringConvertible {
  var problems: [CourseProblem]
  var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// A course folder in a temporary place, removed with its owner.
final class TemporaryCourse {
  let folder: URL

  /// Writes the files, each at its path relative to the course folder.
  init(_ files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "course-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "Lessons"), withIntermediateDirectories: true)
    for (path, text) in files { try write(text, to: path) }
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      print("\(folder.path) could not be removed: \(error)")
    }
  }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: path))
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: folder.appending(path: path))
  }

  func read() -> Course { Course.read(folder.path) }

  /// What is wrong with the course, whole.
  var problems: [String] { read().problems.map(\.description) }
}

/// A course file that lists these units.
func courseFile(_ units: String...) -> String {
  """
  format: 1
  id: course
  title: A course
  units:

  """ + units.map { "  - \($0)\n" }.joined()
}

/// A right lesson with this id; `front` is put into its front matter.
func unit(_ id: String, front: String = "") -> String {
  "---\nid: \(id)\ntitle: A unit\n\(front)---\n" + sections
}

/// A text and what is said about it.
struct Example: Sendable, CustomTestStringConvertible {
  var name: String
  var isWhole: Bool
  var text: String
  var expected: [String]

  /// - Parameters:
  ///   - isWhole: Whether the text is a whole file; else it is a lesson's body, from line 5 on.
  ///   - expected: Each problem as `line:column: message`.
  init(_ name: String, isWhole: Bool = false, _ text: String, _ expected: [String]) {
    self.name = name
    self.isWhole = isWhole
    self.text = text
    self.expected = expected
  }

  var testDescription: String { name }

  var problems: [String] { CurriculumTests.problems(in: isWhole ? text : lesson(text)) }
}
