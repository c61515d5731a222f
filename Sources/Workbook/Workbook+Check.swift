public import Curriculum
import Foundation
public import Grading
import Reviews

/// A solution that is to be graded.
public struct SolutionFile: Sendable {
  /// The exercise.
  public let exercise: Exercise
  /// The lesson that asks for it.
  public let lesson: Lesson
  /// The path as messages show it.
  public let path: String
  /// The learner's source.
  public let source: String
  /// Whether it is the learner's own file in the workspace, which counts as an attempt.
  public let isOwn: Bool
}

extension Workbook {
  /// The version that is kept with each attempt.
  public static let version = "0.1.0"

  /// A grader over the compiled library beside the program.
  public func grader() throws -> Grader {
    Grader(
      toolchain: try LearnerToolchain.find(library: URL(filePath: programFolder)),
      cacheFolder: URL(filePath: try locations.cache))
  }

  var gradingOptions: GradingOptions {
    // Data that lies elsewhere is not the course's to show.
    let data = try? Files.inCourse(course.folder, "Data")
    return GradingOptions(
      sandbox: .preferred,
      dataFolder: data.flatMap { Files.exists($0) ? URL(filePath: $0) : nil })
  }

  /// The learner's file for an exercise, from the workspace.
  public func solution(of id: String) throws -> SolutionFile {
    let (exercise, lesson) = try exercise(id)
    let path = try requireWorkspace().file(of: exercise.id)
    guard Files.exists(path) else {
      throw WorkbookError.noSolutionFile(path: path, exercise: exercise.id)
    }
    return SolutionFile(
      exercise: exercise, lesson: lesson, path: shownPath(of: exercise.id),
      source: try Files.readSource(path), isOwn: true)
  }

  /// A solution from any file; `-` is standard input.
  public func solution(of id: String, file: String) throws -> SolutionFile {
    let (exercise, lesson) = try exercise(id)
    let source =
      file == "-"
      ? try Files.source(FileHandle.standardInput.readDataToEndOfFile(), path: "standard input")
      : try Files.readSource(Files.absolute(file))
    return SolutionFile(
      exercise: exercise, lesson: lesson, path: file == "-" ? "<stdin>" : file, source: source,
      isOwn: false)
  }

  /// Every exercise's file in the workspace; those that were deleted are named apart.
  public func allSolutions() throws -> (found: [SolutionFile], missing: [String]) {
    let workspace = try requireWorkspace()
    var found: [SolutionFile] = []
    var missing: [String] = []
    for exercise in course.exercises {
      if Files.exists(workspace.file(of: exercise.id)) {
        found.append(try solution(of: exercise.id))
      } else {
        missing.append(exercise.id)
      }
    }
    return (found, missing)
  }

  /// Compiles and checks a solution.
  ///
  /// The starter as it came is told no mistake: a buggy one holds mistakes of ours, and to find
  /// them is the exercise.
  public func grade(_ solution: SolutionFile, with grader: Grader) async throws -> Verdict {
    var verdict = try await grader.grade(
      source: solution.source, fileName: solution.path, exercise: solution.exercise,
      lessonFile: solution.lesson.file, options: gradingOptions)
    if solution.isOwn, isStarter(solution) { verdict.mistake = nil }
    return verdict
  }

  /// Verdicts as one JSON document: that of the check itself, or, where several were asked for, a
  /// list of such documents under the schema `pare.checks/1`.
  public func document(of verdicts: [Verdict], isList: Bool) throws -> String {
    let documents = try verdicts.map { String(decoding: try $0.checkDocument(), as: UTF8.self) }
    guard isList else { return documents.joined(separator: "\n") }
    let passed = verdicts.count { $0.hasPassed }
    let inner = documents.map { document in
      document.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    }
    return """
      {
        "schema" : "pare.checks/1",
        "passed" : \(passed),
        "verdicts" : [
      \(inner.joined(separator: ",\n"))
        ]
      }
      """
  }

  /// Keeps an attempt. What failed comes back as questions sooner.
  ///
  /// - Returns: Whether it was kept: saving again without a change is no new attempt.
  @discardableResult
  public func keep(
    _ verdict: Verdict, of solution: SolutionFile, submitted: Bool
  ) throws -> Bool {
    let store = try openStore()
    let outcome: Attempt.Outcome =
      switch verdict.outcome {
      case .passed: .passed
      case .undecided: .undecided
      case .failed, .compileError, .refused: .failed
      }
    if !submitted, let last = try store.attempts(at: solution.exercise.id).last,
      last.source == solution.source, last.outcome == outcome
    {
      return false
    }
    try store.add(
      Attempt(
        exercise: solution.exercise.id, at: clock.now, outcome: outcome, points: verdict.points,
        maximumPoints: verdict.maxPoints,
        verdict: String(decoding: try verdict.checkDocument(), as: UTF8.self),
        source: solution.source, course: course.id, programVersion: Self.version,
        isSubmitted: submitted))
    if verdict.outcome == .failed, !solution.exercise.questions.isEmpty {
      try store.bringForward(
        cards: solution.exercise.questions, at: clock.now, zone: clock.zone)
    }
    return true
  }
}
