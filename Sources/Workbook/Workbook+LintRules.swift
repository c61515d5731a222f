import Curriculum
import Foundation
import Terminal

extension Workbook {
  /// What can be said about lessons without running anything, beyond what their reading says.
  func lintRules(_ lessons: [Lesson]) throws -> [CourseProblem] {
    let names = try libraryNames()
    let critic = critic(libraryNames: names.all)
    var problems: [CourseProblem] = []
    for lesson in lessons {
      problems += critic.findings(in: lesson) + tallSteps(of: lesson)
      for exercise in lesson.exercises { problems += try filesOf(exercise, names.exported) }
    }
    return problems
  }

  /// A critic that may look at the course's files.
  func critic(libraryNames: Set<String>? = nil) -> CourseCritic {
    let folder = course.folder
    return CourseCritic(
      course, read: { try? courseSource($0) },
      exists: { Files.exists("\(folder)/\($0)") },
      list: { (try? Files.names(in: "\(folder)/\($0)")) ?? [] }, libraryNames: libraryNames)
  }

  /// Steps that do not fit a window of 80 columns and 24 rows, as the reader shows them.
  private func tallSteps(of lesson: Lesson) -> [CourseProblem] {
    let window = Capabilities(
      width: 80, height: 24, color: true, isTerminal: true, canMoveCursor: true, plain: false)
    let rows = ReaderState.textRows(in: window.height)
    let steps = lesson.steps
    var title = lesson.title
    return steps.enumerated().compactMap { index, step in
      if case .heading(_, let content) = step.first?.kind { title = content.plainText }
      var lines = rendered(step, of: lesson, window).count
      if index == steps.count - 1 { lines += 2 + ending(of: lesson, window).count }
      guard let first = step.first, lines > rows else { return nil }
      return CourseProblem(
        .stepTooTall(title, lines: lines + window.height - rows), at: first.position)
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
        return try courseSource(path)
      } catch .noFile {
        report(.fileMissing(path), at: place)
      } catch .badSource {
        report(.notUTF8, at: SourcePosition(file: path, line: 1))
      } catch .brokenCourse {
        report(.sourceLeavesCourse(path), at: place)
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

  /// A Swift file of the course; one that lies outside, behind a link, is not its.
  func courseSource(_ path: String) throws(WorkbookError) -> String {
    try Files.readSource(Files.inCourse(course.folder, path))
  }

  /// The Swift files of a folder that need not exist.
  func swiftFiles(_ folder: String) throws(WorkbookError) -> [String] {
    try Files.names(in: "\(course.folder)/\(folder)").filter { $0.hasSuffix(".swift") }
  }

  /// The names that a file declares at its top level.
  private static func topLevelNames(_ source: String) -> [String] {
    source.matches(
      of:
        /(?m)^(?:public |final |internal |static |mutating )*(?:func|struct|class|enum|actor|protocol|typealias|let|var) +([A-Za-z_][A-Za-z0-9_]*)/
    ).map { String($0.1) }
  }

  /// The names that the library exports at its top level, and all that it makes public, members
  /// too; read from its sources beside the program's build.
  func libraryNames() throws(WorkbookError) -> (exported: Set<String>, all: Set<String>) {
    let sources = "/Sources/ModelOptimization"
    let root = Files.nearest(to: programFolder) { Files.exists($0 + sources) }
    guard let root, let files = FileManager.default.enumerator(atPath: root + sources) else {
      throw .missing(
        "The library's source code (\(sources.dropFirst())) around \(programFolder)",
        remedy: "Run the program from the checkout that it was built in.")
    }
    var exported: Set<String> = []
    var all: Set<String> = []
    for case let file as String in files where file.hasSuffix(".swift") {
      let source = try Files.readSource("\(root)\(sources)/\(file)")
      for line in source.split(separator: "\n") {
        let isMember = line.first == " "
        let declaration = isMember ? line.drop { $0 == " " } : line
        guard declaration.hasPrefix("public ") else { continue }
        let names = Self.topLevelNames(String(declaration))
        all.formUnion(names)
        if !isMember { exported.formUnion(names) }
      }
    }
    return (exported, all)
  }
}
