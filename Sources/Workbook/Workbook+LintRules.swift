import Curriculum
import Foundation
import Terminal

extension Workbook {
  /// What can be said about lessons without running anything, beyond what their reading and
  /// `Course.advice()` say: how they look in a window, and the files of their exercises.
  func lintRules(_ lessons: [Lesson]) throws -> [CourseProblem] {
    let names = try libraryNames()
    var problems: [CourseProblem] = []
    for lesson in lessons {
      problems += tallSteps(of: lesson)
      for exercise in lesson.exercises { problems += try filesOf(exercise, names) }
    }
    return problems
  }

  /// Steps that do not fit a tall window of 80 columns.
  private func tallSteps(of lesson: Lesson) -> [CourseProblem] {
    lesson.steps.compactMap { step in
      let lines = rendered(step, of: lesson, Capabilities(width: 80)).count
      guard let first = step.first, lines > 40 else { return nil }
      return CourseProblem(.stepTooTall(lines: lines), at: first.position)
    }
  }

  /// Files that are missing or that nobody declared, starters without a TODO, names of the library.
  private func filesOf(_ exercise: Exercise, _ libraryNames: Set<String>) throws -> [CourseProblem]
  {
    var problems: [CourseProblem] = []
    func report(_ reason: CourseProblem.Reason, at place: SourcePosition? = nil) {
      problems.append(CourseProblem(reason, at: place ?? exercise.position))
    }
    /// Reads a file that the exercise needs, or says at `place` why that cannot be done.
    func source(_ path: String, at place: SourcePosition? = nil) -> String? {
      do {
        return try Files.readSource("\(course.folder)/\(path)")
      } catch .noFile {
        report(.fileMissing(path), at: place)
      } catch .badSource {
        report(.notUTF8, at: SourcePosition(file: path, line: 1))
      } catch {
        report(.unreadable("\(error)"), at: SourcePosition(file: path, line: 1))
      }
      return nil
    }
    if let starter = source(exercise.starterPath) {
      if !starter.contains("// TODO") { report(.starterWithoutTodo) }
      for name in Self.topLevelNames(starter) where libraryNames.contains(name) {
        report(.nameOfLibrary(name))
      }
    }
    _ = source(exercise.solutionPath)
    for mistake in exercise.mistakes {
      _ = source(exercise.path(of: mistake), at: mistake.position)
    }
    for file in try swiftFiles(exercise.alternativesFolder) {
      _ = source("\(exercise.alternativesFolder)/\(file)")
    }
    let declared = exercise.mistakes.map(\.file)
    for file in try swiftFiles(exercise.mistakesFolder) where !declared.contains(file) {
      report(.mistakeNotDeclared("\(exercise.mistakesFolder)/\(file)"))
    }
    return problems
  }

  /// The Swift files of a folder that need not exist.
  func swiftFiles(_ folder: String) throws(WorkbookError) -> [String] {
    try Files.names(in: "\(course.folder)/\(folder)").filter { $0.hasSuffix(".swift") }
  }

  /// The names that a file declares at its top level.
  private static func topLevelNames(_ source: String) -> [String] {
    source.matches(
      of:
        /(?m)^(?:public |final |internal )*(?:func|struct|class|enum|actor|protocol|typealias|let|var) +([A-Za-z_][A-Za-z0-9_]*)/
    ).map { String($0.1) }
  }

  /// The names that the library exports, read from its sources beside the program's build.
  func libraryNames() throws(WorkbookError) -> Set<String> {
    let sources = "/Sources/ModelOptimization"
    let root = Files.nearest(to: programFolder) { Files.exists($0 + sources) }
    guard let root, let files = FileManager.default.enumerator(atPath: root + sources) else {
      throw .missing(
        "The library's source code (\(sources.dropFirst())) around \(programFolder)",
        remedy: "Run the program from the checkout that it was built in.")
    }
    var names: Set<String> = []
    for case let file as String in files where file.hasSuffix(".swift") {
      let source = try Files.readSource("\(root)\(sources)/\(file)")
      let exported = source.split(separator: "\n").filter { $0.hasPrefix("public ") }
      names.formUnion(Self.topLevelNames(exported.joined(separator: "\n")))
    }
    return names
  }
}
