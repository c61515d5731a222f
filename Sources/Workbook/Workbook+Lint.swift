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
    report.problems += try lintRules(lessons)
    if runsCode {
      let trials = try lessons.flatMap { try self.trials(of: $0) }
      report.programCount = trials.count
      report.problems += try await run(trials, progress: progress)
    }
    report.problems.sort { $0.position < $1.position }
    return report
  }
}

extension Exercise {
  /// The path of a declared mistake, relative to the course folder.
  func path(of mistake: Mistake) -> String { "\(mistakesFolder)/\(mistake.file)" }
}
