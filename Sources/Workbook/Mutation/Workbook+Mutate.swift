import Curriculum
import Foundation
import Grading

extension Workbook {
  /// Tries wrong programs on the checks: small changes of each solution, one at a time.
  ///
  /// - Parameters:
  ///   - selection: the exercises whose solutions are changed.
  ///   - limit: how many mutants of an exercise count; all where it is nil.
  ///   - usesCache: whether what came of a mutant is kept, and taken from what was kept.
  ///   - progress: called after each program.
  public func mutate(
    _ selection: LintSelection, limit: Int?, usesCache: Bool = true,
    progress: @escaping @Sendable (MutationProgress) -> Void = { _ in }
  ) async throws -> MutationReport {
    try requireReadable(selection)
    let grader = try grader()
    let ground = try await trialGround(grader)
    let folder = URL(filePath: try locations.cache)
    let cache = usesCache ? OutcomeCache(cacheFolder: folder, kind: "mutants") : nil
    var trials: [MutationTrial] = []
    for lesson in selection.lessons(of: course) {
      for exercise in selection.exercises(of: lesson) where !exercise.checks.isEmpty {
        trials.append(
          MutationTrial(
            exercise: exercise, lessonFile: lesson.file,
            source: try courseSource(exercise.solutionPath),
            limit: limit, ground: ground))
      }
    }
    let all = trials.reduce(0) { $0 + $1.planned }
    var before = 0
    var report = MutationReport()
    for trial in trials {
      let start = before
      let done = try await trial.run(grader, gradingOptions, cache) { count in
        progress(
          MutationProgress(
            exercise: trial.exercise.id, done: start + min(count, trial.planned), all: all))
      }
      before += trial.planned
      report.exercises.append(done)
    }
    cache?.trim()
    return report
  }
}
