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
    for lesson in lessons {
      report.problems += tallSteps(of: lesson)
      for exercise in lesson.exercises { report.problems += filesOf(exercise) }
    }
    if runsCode {
      let trials = lessons.flatMap { self.trials(of: $0) }
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
  private func filesOf(_ exercise: Exercise) -> [CourseProblem] {
    var problems: [CourseProblem] = []
    func report(_ reason: CourseProblem.Reason, at place: SourcePosition? = nil) {
      problems.append(CourseProblem(reason, at: place ?? exercise.position))
    }
    if let starter = text(exercise.starterPath) {
      if !starter.contains("// TODO") { report(.starterWithoutTodo) }
      for name in Self.topLevelNames(starter) where libraryNames.contains(name) {
        report(.nameOfLibrary(name))
      }
    } else {
      report(.fileMissing(exercise.starterPath))
    }
    if text(exercise.solutionPath) == nil { report(.fileMissing(exercise.solutionPath)) }
    for mistake in exercise.mistakes where text(exercise.path(of: mistake)) == nil {
      report(.fileMissing(exercise.path(of: mistake)), at: mistake.position)
    }
    let declared = exercise.mistakes.map(\.file)
    for file in swiftFiles(exercise.mistakesFolder) where !declared.contains(file) {
      report(.mistakeNotDeclared("\(exercise.mistakesFolder)/\(file)"))
    }
    return problems
  }

  private func text(_ path: String) -> String? {
    try? String(contentsOfFile: "\(course.folder)/\(path)", encoding: .utf8)
  }

  private func swiftFiles(_ folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(course.folder)/\(folder)")
    return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted()
  }

  /// The names that a file declares at its top level.
  private static func topLevelNames(_ source: String) -> [String] {
    source.matches(
      of: /(?m)^(?:public |final |internal )*(?:func|struct|class|enum|actor|protocol|typealias|let|var) +([A-Za-z_][A-Za-z0-9_]*)/
    ).map { String($0.1) }
  }

  /// The names that the library exports, read from its sources beside the program's build.
  private var libraryNames: Set<String> {
    var folder = programFolder
    while folder != "/", !folder.isEmpty, !Files.exists(folder + "/Sources/ModelOptimization") {
      folder = (folder as NSString).deletingLastPathComponent
    }
    let root = folder + "/Sources/ModelOptimization"
    guard let files = FileManager.default.enumerator(atPath: root) else { return [] }
    var names: Set<String> = []
    for case let file as String in files where file.hasSuffix(".swift") {
      guard let source = try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8) else {
        continue
      }
      let exported = source.split(separator: "\n").filter { $0.hasPrefix("public ") }
      names.formUnion(Self.topLevelNames(exported.joined(separator: "\n")))
    }
    return names
  }

  // MARK: What is run

  /// One program that the linter compiles and runs, and what it must do.
  private struct Trial: Sendable {
    enum Aim: Sendable {
      case starter, solution
      case alternative(String)
      case mistake(Mistake)
      case prints(String)
      case predicts(Question, output: String)
    }
    var aim: Aim
    var exercise: Exercise?
    var lessonFile: String
    var path: String
    var source: String
    var firstLine = 1
    var position: SourcePosition
  }

  private func trials(of lesson: Lesson) -> [Trial] {
    var trials: [Trial] = []
    for exercise in lesson.exercises where !exercise.checks.isEmpty {
      func add(_ aim: Trial.Aim, _ path: String, at position: SourcePosition? = nil) {
        guard let source = text(path) else { return }
        trials.append(
          Trial(
            aim: aim, exercise: exercise, lessonFile: lesson.file, path: path, source: source,
            position: position ?? exercise.position))
      }
      add(.starter, exercise.starterPath)
      add(.solution, exercise.solutionPath)
      for file in swiftFiles(exercise.alternativesFolder) {
        add(.alternative(file), "\(exercise.alternativesFolder)/\(file)")
      }
      for mistake in exercise.mistakes {
        add(.mistake(mistake), exercise.path(of: mistake), at: mistake.position)
      }
    }
    let codes = lesson.allCode
    for (index, code) in codes.enumerated() where code.code.isRun {
      // That an output block follows has been asked for when the lesson was read.
      guard codes.indices.contains(index + 1), codes[index + 1].code.isOutput else { continue }
      trials.append(
        Trial(
          aim: .prints(codes[index + 1].code.text), lessonFile: lesson.file, path: lesson.file,
          source: code.code.text, firstLine: code.code.firstLine, position: code.position))
    }
    for question in lesson.questions {
      guard case .predict(let code, let output) = question.kind else { continue }
      trials.append(
        Trial(
          aim: .predicts(question, output: output), lessonFile: lesson.file, path: lesson.file,
          source: code, firstLine: question.position.line, position: question.position))
    }
    return trials
  }

  /// Runs all trials, as many at once as there are processors.
  private func run(
    _ trials: [Trial], progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> [CourseProblem] {
    let grader = try grader()
    var problems: [CourseProblem] = []
    try await withThrowingTaskGroup(of: CourseProblem?.self) { group in
      var waiting = trials[...]
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
        guard let trial = waiting.popFirst() else { break }
        group.addTask { try await problem(of: trial, grader) }
      }
      var done = 0
      while let problem = try await group.next() {
        done += 1
        progress(done, trials.count)
        if let problem { problems.append(problem) }
        if let trial = waiting.popFirst() {
          group.addTask { try await self.problem(of: trial, grader) }
        }
      }
    }
    return problems
  }

  private func problem(of trial: Trial, _ grader: Grader) async throws -> CourseProblem? {
    let reason: CourseProblem.Reason?
    if let exercise = trial.exercise {
      let verdict = try await grader.grade(
        source: trial.source, fileName: trial.path, exercise: exercise,
        lessonFile: trial.lessonFile, options: gradingOptions)
      reason = Self.reason(of: verdict, trial.aim, exercise)
    } else {
      let run = try await grader.run(
        code: trial.source, fileName: trial.path, firstLine: trial.firstLine,
        options: gradingOptions)
      reason = Self.reason(of: run, trial.aim)
    }
    return reason.map { CourseProblem($0, at: trial.position) }
  }

  private static func reason(
    of verdict: Verdict, _ aim: Trial.Aim, _ exercise: Exercise
  ) -> CourseProblem.Reason? {
    let failing = verdict.checks.filter { $0.status == .failed }.map(\.title)
    let compileError = verdict.diagnostics.first.map {
      "\($0.file):\($0.line):\($0.column): \($0.message)"
    }
    let isCompiled = verdict.outcome != .compileError && verdict.outcome != .refused
    let refusal = compileError ?? verdict.refusal ?? "it was refused"
    /// What kept a right solution from passing.
    func trouble() -> String {
      guard isCompiled else { return refusal }
      let worst = verdict.checks.first { $0.status != .passed }
      let details = [
        worst?.message, worst?.expected.map { "expected \($0)" }, worst?.got.map { "got \($0)" },
      ].compactMap { $0 }.joined(separator: ", ")
      return "the check \"\(worst?.title ?? "")\" is \(worst?.status.rawValue ?? "lost"). \(details)"
    }
    switch aim {
    case .starter:
      guard isCompiled else { return .starterDoesNotCompile(refusal) }
      return Set(failing) == Set(exercise.starterFails)
        ? nil : .starterFails(expected: exercise.starterFails, actual: failing)
    case .solution: return verdict.hasPassed ? nil : .solutionFails(trouble())
    case .alternative(let file): return verdict.hasPassed ? nil : .alternativeFails(file, trouble())
    case .mistake(let mistake):
      guard isCompiled else { return .mistakeDoesNotCompile(mistake.file, refusal) }
      guard !verdict.hasPassed else { return .mistakePasses(mistake.file) }
      guard Set(failing) == Set(mistake.fails) else {
        return .mistakeFails(mistake.file, expected: mistake.fails, actual: failing)
      }
      guard verdict.mistake?.file == mistake.file else {
        if let got = mistake.got {
          let actual = verdict.checks.first { $0.status == .failed }?.got ?? "nothing"
          return .mistakeHasOtherValue(mistake.file, expected: got, actual: actual)
        }
        return .mistakeToldAs(mistake.file, other: verdict.mistake?.file ?? "none")
      }
      return nil
    case .prints, .predicts: return nil
    }
  }

  private static func reason(of run: CodeRun, _ aim: Trial.Aim) -> CourseProblem.Reason? {
    func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
    if let failure = run.failure { return .runFails(failure) }
    switch aim {
    case .prints(let expected) where trimmed(expected) != trimmed(run.output):
      return .outputDiffers(expected: trimmed(expected), actual: trimmed(run.output))
    case .predicts(let question, let expected) where trimmed(expected) != trimmed(run.output):
      return .predictDiffers(question.id, actual: trimmed(run.output))
    default: return nil
    }
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
