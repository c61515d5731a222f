public import Curriculum
public import Foundation
public import Reviews
public import Terminal

/// How far a learner is with an exercise.
public enum ExerciseState: String, Sendable, Encodable {
  /// Never checked.
  case new
  /// Checked, not passed yet.
  case tried
  /// Passed at least once.
  case passed
}

/// How far a learner is with the course.
public struct Progress: Sendable {
  /// The exercises that were tried, with their best attempt's state and points.
  public var exercises: [String: (state: ExerciseState, points: Double)] = [:]
  /// Where the learner stands in each lesson that was opened.
  public var places: [String: ReaderPlace] = [:]
  /// The lesson that was read last.
  public var lastLesson: String?
  /// The questions that are due now.
  public var dueCount = 0
  /// When the next question will be due, where none is.
  public var nextDue: Date?
  /// Whether nothing was ever kept.
  public var isNew = true

  /// How far the learner is with an exercise.
  public func state(of exercise: String) -> ExerciseState { exercises[exercise]?.state ?? .new }

  /// Whether a lesson was read to its end.
  package func isFinished(_ lesson: LessonOutline) -> Bool {
    (places[lesson.id]?.furthest ?? -1) >= lesson.stepCount - 1
  }

  /// The exercises that were passed.
  public var passed: Set<String> { Set(exercises.filter { $0.value.state == .passed }.keys) }
}

extension Workbook {
  /// Reads the learner's progress; never writes.
  public func progress() throws -> Progress {
    var progress = Progress()
    guard let store = try openStoreToRead() else { return progress }
    progress.isNew = false
    for (id, attempt) in try store.bestAttempts() {
      progress.exercises[id] = (attempt.outcome == .passed ? .passed : .tried, attempt.points)
    }
    for (key, value) in try store.settings() {
      if key == Self.lastLessonKey { progress.lastLesson = value }
      if key.hasPrefix(Self.placePrefix) {
        // A place that cannot be read is as good as none: the lesson opens at its beginning.
        let place = try? JSONDecoder().decode(ReaderPlace.self, from: Data(value.utf8))
        progress.places[String(key.dropFirst(Self.placePrefix.count))] = place.map(Self.sane)
      }
    }
    progress.dueCount = try store.dueCount(ofCourse: course.id, at: clock.now, zone: clock.zone)
    progress.nextDue = try store.nextDue(
      ofCourse: course.id, after: clock.now, zone: clock.zone)
    return progress
  }

  private static let lastLessonKey = "lesson.last"
  private static let placePrefix = "lesson.place."

  /// A place whose numbers can be reckoned with, whatever stood in the file.
  private static func sane(_ place: ReaderPlace) -> ReaderPlace {
    func clamped(_ number: Int) -> Int { min(max(0, number), 1_000_000) }
    return ReaderPlace(
      step: clamped(place.step), line: min(max(-1_000_000, place.line), 1_000_000),
      furthest: clamped(place.furthest))
  }

  /// Keeps the place in a lesson. At its end the review plan begins to run.
  public func keepPlace(_ place: ReaderPlace, in lesson: Lesson, _ store: ReviewStore) throws {
    try store.set(Self.lastLessonKey, to: lesson.id)
    let text = String(decoding: try JSONEncoder().encode(place), as: UTF8.self)
    try store.set(Self.placePrefix + lesson.id, to: text)
    if place.furthest >= lesson.steps.count - 1 {
      try store.finish(step: "end", ofLesson: lesson.id, at: clock.now)
      try store.introducePlan(ofLesson: lesson.id, at: clock.now, zone: clock.zone)
    }
  }

  /// The lesson to open when none is named: the one that was read last, else the first.
  public func currentLesson(_ progress: Progress) throws(WorkbookError) -> Lesson {
    try lesson(currentOutline(progress).id)
  }

  /// The outline of that lesson.
  func currentOutline(_ progress: Progress) throws(WorkbookError) -> LessonOutline {
    if let id = progress.lastLesson, let lesson = course.outline(id) { return lesson }
    guard let first = course.outlines.first else {
      throw .brokenCourse(course.problems.map(\.description))
    }
    return first
  }

  /// A step of a lesson as lines.
  func rendered(_ step: [Block], of lesson: Lesson, _ capabilities: Capabilities) -> [Line] {
    render(
      step, width: capabilities.width, capabilities: capabilities, cards: Cards(lesson: lesson))
  }
}
