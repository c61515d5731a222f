import Curriculum
import Foundation
public import Terminal

/// The course as `pare list` tells it.
public struct CourseListing: Sendable, Encodable {
  let schema = "pare.list/1"
  let course: String
  let title: String
  /// The units in order.
  public var units: [Unit]

  /// A unit.
  public struct Unit: Sendable, Encodable {
    let id: String
    let title: String
    let file: String
    let minutes: Int?
    let requires: [String]
    let steps: Int
    /// The step where the learner stands, from 1; nil where the lesson was never opened.
    let step: Int?
    let isFinished: Bool
    let questions: Int
    package let exercises: [Item]
  }

  /// An exercise.
  public struct Item: Sendable, Encodable {
    package let id: String
    package let title: String
    package let state: ExerciseState
    package let points: Double
    package let maxPoints: Int
    let checks: Int
    let file: String?
  }
}

extension Workbook {
  /// Units, exercises and how far the learner is with them.
  public func listing() throws -> CourseListing {
    let progress = try progress()
    if course.outlines.isEmpty {
      throw WorkbookError.brokenCourse(course.problems.map(\.description))
    }
    return CourseListing(
      course: course.id, title: course.title,
      units: course.outlines.map { lesson in
        let steps = lesson.stepCount
        let place = progress.places[lesson.id]
        return CourseListing.Unit(
          id: lesson.id, title: lesson.title, file: lesson.file, minutes: lesson.minutes,
          requires: lesson.requires, steps: steps, step: place.map { min($0.step + 1, steps) },
          isFinished: progress.isFinished(lesson), questions: lesson.questionCount,
          exercises: lesson.exercises.map { exercise in
            CourseListing.Item(
              id: exercise.id, title: exercise.title, state: progress.state(of: exercise.id),
              points: progress.exercises[exercise.id]?.points ?? 0, maxPoints: exercise.points,
              checks: exercise.checkCount, file: workspace?.file(of: exercise.id))
          })
      })
  }

  /// The listing for a person.
  public func lines(of listing: CourseListing, _ capabilities: Capabilities) -> [Line] {
    var lines: [Line] = []
    for unit in listing.units {
      if !lines.isEmpty { lines.append([]) }
      lines += Layout.title(unit.title, capabilities)
      var facts = [
        unit.id, unit.step.map { "step \($0) of \(unit.steps)" } ?? Self.count(unit.steps, "step"),
      ]
      facts.append(Self.count(unit.questions, "question"))
      if let minutes = unit.minutes { facts.append(Self.count(minutes, "minute")) }
      lines += Layout.paragraph([.text(facts.joined(separator: " · "))], capabilities)
      if !unit.exercises.isEmpty { lines.append([]) }
      let width = unit.exercises.map(\.id.columns).max() ?? 0
      for item in unit.exercises {
        let points = Span("\(item.maxPoints) \(item.maxPoints == 1 ? "point" : "points")", .dim)
        lines += Layout.hanging(
          [
            Layout.mark(item.state, capabilities), Span(" "),
            Span(item.id.padded(toColumns: width), .strong), Span("  "),
          ], [Span(item.title), Span("  "), points], capabilities)
      }
    }
    if !course.problems.allSatisfy(\.isAdvice) {
      lines +=
        [[]]
        + Layout.paragraph(
          [.text("Parts of the course cannot be read. What is wrong: "), .code("pare lint")],
          capabilities)
    }
    return lines
  }

  /// A number with its word: `1 step`, `2 steps`.
  public static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }
}
