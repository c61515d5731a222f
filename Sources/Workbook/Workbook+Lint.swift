public import Curriculum
import Foundation
import Grading
import Terminal

/// What the linter found, and how much it looked at.
public struct LintReport: Sendable {
  /// Everything that is wrong, in the order of files and lines.
  public var problems: [CourseProblem]
  /// The lessons that were read.
  public var lessonCount = 0
  /// The exercises that were tried.
  public var exerciseCount = 0
  /// The programs that were compiled and run: starters, solutions, mistakes, the prose's code.
  public var programCount = 0
  /// The questions that were read.
  public var questionCount = 0

  /// Whether nothing but advice was found.
  public var isClean: Bool { problems.allSatisfy(\.isAdvice) }
}

extension Workbook {
  /// Reads the course as an author's critic: the format, then everything that can be run is run.
  ///
  /// - Parameters:
  ///   - files: Only lessons whose file ends so; all where it is empty.
  ///   - runsCode: Whether programs are compiled and run; without, only the format is read.
  ///   - progress: Called after each program with what was done and how many there are.
  public func lint(
    files: [String] = [], runsCode: Bool = true,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> LintReport {
    func isMeant(_ file: String) -> Bool {
      files.isEmpty || files.contains { $0.hasSuffix(file) || file.hasSuffix($0) }
    }
    let lessons = course.lessons.filter { isMeant($0.file) }
    var report = LintReport(
      problems: (course.problems + course.advice()).filter { isMeant($0.position.file) })
    report.lessonCount = lessons.count
    report.exerciseCount = lessons.reduce(0) { $0 + $1.exercises.count }
    report.questionCount = lessons.reduce(0) { $0 + $1.questions.count }
    let names = try libraryNames()
    for lesson in lessons {
      report.problems += tallSteps(of: lesson)
      for exercise in lesson.exercises { report.problems += try filesOf(exercise, names) }
    }
    if runsCode {
      let trials = try lessons.flatMap { try self.trials(of: $0) }
      report.programCount = trials.count
      report.problems += try await run(trials, progress: progress)
    }
    report.problems.sort { $0.position < $1.position }
    return report
  }

  // MARK: What is read

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
  private func libraryNames() throws(WorkbookError) -> Set<String> {
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

extension Exercise {
  /// The path of a declared mistake, relative to the course folder.
  func path(of mistake: Mistake) -> String { "\(mistakesFolder)/\(mistake.file)" }
}

extension Lesson {
  /// All code that the lesson shows, in order, wherever it nests.
  var allCode: [(code: Code, position: SourcePosition)] {
    var found: [(code: Code, position: SourcePosition)] = []
    func visit(_ blocks: [Block]) {
      for block in blocks {
        switch block.kind {
        case .code(let code): found.append((code, block.position))
        case .quote(let inner): visit(inner)
        case .list(_, _, let items): items.forEach(visit)
        default: break
        }
      }
    }
    visit(blocks)
    return found
  }
}
