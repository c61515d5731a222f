import Curriculum
import Foundation
import Grading
import Terminal

extension Workbook {
  /// How the course is looked at.
  public struct LintOptions: Sendable {
    /// What of the course is meant.
    public var selection = LintSelection.all
    /// Whether programs are compiled and run; without, files are only read.
    public var runsCode = true
    /// Whether a program that did what is declared, and of which nothing has changed, is not run
    /// again.
    public var usesCache = true

    /// Makes options: everything is run, or taken from the cache.
    public init(
      selection: LintSelection = .all, runsCode: Bool = true, usesCache: Bool = true
    ) {
      self.selection = selection
      self.runsCode = runsCode
      self.usesCache = usesCache
    }
  }

  /// Reads the course as an author's critic: what can be seen by reading, then everything that can
  /// be run is run.
  ///
  /// - Parameters:
  ///   - options: What is looked at, and how.
  ///   - progress: Called when a program begins.
  public func lint(
    _ options: LintOptions = LintOptions(),
    progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) async throws -> LintReport {
    let start = ContinuousClock.now
    let selection = options.selection
    let lessons = selection.lessons(of: course)
    let misspelt = misspellings(in: lessons)
    var report = LintReport(
      problems: (course.problems + (try lintRules(lessons)) + (misspelt ?? []))
        .filter { selection.holds($0.position, in: course) })
    report.isSpellingChecked = misspelt != nil
    report.units = lessons.map { unit($0, selection) }
    if options.runsCode {
      let trials = try lessons.flatMap { try self.trials(of: $0, selection) }
      let runner = try await TrialRunner(
        self, readsCache: options.usesCache, progress: progress)
      let results = try await runner.run(trials)
      for (trial, result) in zip(trials, results) {
        if let reason = result.reason {
          report.problems.append(CourseProblem(reason, at: trial.position))
        }
        if let unit = report.units.firstIndex(where: { $0.id == trial.lesson }) {
          report.units[unit].count(trial, result)
        }
      }
    }
    report.problems.sort { $0.position < $1.position }
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    return report
  }

  /// What a lesson holds, as far as it is meant.
  private func unit(_ lesson: Lesson, _ selection: LintSelection) -> LintReport.Unit {
    let exercises = selection.exercises(of: lesson)
    var unit = LintReport.Unit(id: lesson.id, title: lesson.title)
    unit.exercises = exercises.count
    unit.checks = exercises.reduce(0) { $0 + $1.checks.count }
    guard selection.exercise == nil else { return unit }
    unit.words = lesson.wordCount
    unit.minutes = lesson.minutes ?? 0
    for question in lesson.questions { unit.questions[question.kind.name, default: 0] += 1 }
    return unit
  }
}
