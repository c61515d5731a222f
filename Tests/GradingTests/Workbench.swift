import Curriculum
import Foundation
import Grading

/// What the tests grade with: the release build's own library, and a cache beside it.
enum Workbench {
  /// The folder that this test program was built into; the static libraries lie there too.
  static let buildFolder =
    (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
    .resolvingSymlinksInPath().deletingLastPathComponent()

  /// A grader whose cache outlives the test, like a learner's.
  static func grader(cache: String = "grading-tests-cache") throws -> Grader {
    Grader(
      toolchain: try LearnerToolchain.find(library: buildFolder),
      cacheFolder: buildFolder.appending(path: cache))
  }

  /// An exercise with checks given by title and body.
  static func exercise(
    _ checks: [(String, String)], points: Int = 1, limits: Limits = Limits(seconds: 5),
    forbids: [String] = [], mistakes: [Mistake] = []
  ) -> Exercise {
    Exercise(
      id: "quantization/symmetric-scale", title: "Choose a symmetric scale", points: points,
      limits: limits, forbids: forbids, mistakes: mistakes,
      checks: checks.enumerated().map { index, check in
        Check(
          title: check.0, code: check.1, firstLine: 100 * (index + 1),
          position: SourcePosition(file: "Lessons/03-quantization.md", line: 100 * (index + 1) - 1))
      },
      position: SourcePosition(file: "Lessons/03-quantization.md", line: 41))
  }

  /// Grades a source against an exercise.
  static func grade(
    _ source: String, _ exercise: Exercise, options: GradingOptions = GradingOptions()
  ) async throws -> Verdict {
    try await grader().grade(
      source: source, fileName: "Exercises/quantization/symmetric-scale.swift",
      exercise: exercise, lessonFile: "Lessons/03-quantization.md", options: options)
  }
}
