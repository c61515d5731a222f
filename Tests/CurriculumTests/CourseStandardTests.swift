import Curriculum
import Foundation
import Testing

/// What every unit of this course must offer, beyond what the linter asks of any course.
@Suite struct `A unit of the course` {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func course() -> Course { Course.read(folder.path) }

  @Test func `stands in its place among the others`() {
    let course = Self.course()
    #expect(
      course.lessons.map(\.id) == [
        "inference", "latency", "quantization", "pruning", "batching", "hardware", "distillation",
        "architectures", "strategy",
      ])
    #expect(course.problems.isEmpty, "\(course.problems)")
  }

  @Test func `is as long as an evening or two`() {
    for lesson in Self.course().lessons {
      #expect((2_500...5_000).contains(lesson.wordCount), "\(lesson.id): \(lesson.wordCount)")
      #expect(lesson.minutes != nil, "\(lesson.id)")
    }
  }

  @Test func `has eight exercises, each with checks, mistakes, hints and another way`() throws {
    for lesson in Self.course().lessons {
      #expect(lesson.exercises.count >= 8, "\(lesson.id)")
      for exercise in lesson.exercises {
        #expect(exercise.checks.count >= 4, "\(exercise.id)")
        #expect(exercise.mistakes.count >= 4, "\(exercise.id)")
        #expect((3...5).contains(exercise.hints.count), "\(exercise.id)")
        #expect(!exercise.starterFails.isEmpty, "\(exercise.id)")
        for check in exercise.checks {
          // A check that only ever fails beside others tells an author nothing about itself.
          #expect(
            exercise.mistakes.contains { $0.fails == [check.title] },
            "\(exercise.id): \(check.title)")
        }
        let alternatives = try FileManager.default.contentsOfDirectory(
          atPath: Self.folder.appending(path: exercise.alternativesFolder).path)
        #expect(!alternatives.isEmpty, "\(exercise.id)")
      }
    }
  }

  @Test func `asks twenty-five questions of six kinds, the longest choice never the right one`() {
    for lesson in Self.course().lessons {
      #expect(lesson.questions.count >= 25, "\(lesson.id)")
      #expect(Set(lesson.questions.map(\.kind.name)).count >= 6, "\(lesson.id)")
      for question in lesson.questions {
        guard case .choice(let choices, let answer) = question.kind else { continue }
        let others = choices.indices.filter { $0 != answer }.map { choices[$0].count }
        #expect(choices[answer].count <= others.max() ?? 0, "\(question.id)")
      }
    }
  }

  @Test func `comes back after a day, three days, a week and a month`() {
    for lesson in Self.course().lessons {
      #expect(lesson.reviewPlan.map(\.days) == [1, 3, 7, 30], "\(lesson.id)")
    }
  }
}
