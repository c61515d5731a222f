import Curriculum
import Foundation
public import Terminal

/// What `pare` alone tells: where the learner is, and the one command to type next.
public struct Home: Sendable, Encodable {
  let schema = "pare.home/1"
  /// The lesson that was left, or the first.
  public let lesson: String
  let lessonTitle: String
  /// The step where the learner stands, from 1.
  public let step: Int
  let stepCount: Int
  /// Whether the lesson was read to its end once.
  let isRead: Bool
  let exercisesPassed: Int
  let exerciseCount: Int
  /// The exercise that the learner is on.
  public let exercise: String?
  let exerciseTitle: String?
  /// The questions that are due now.
  public let due: Int
  let nextDue: Date?
  let workspace: String?
  /// The command to type next.
  public let next: String
  let reason: String
}

extension Workbook {
  /// Where the learner is.
  public func home() throws -> Home {
    let progress = try progress()
    let lesson = try currentOutline(progress)
    let place = progress.places[lesson.id] ?? ReaderPlace()
    let seen = lesson.exercises.filter { ($0.step ?? .max) <= place.furthest }
    let current = seen.first { progress.state(of: $0.id) != .passed }
    let open = current?.id
    let unread = lessonToRead(after: lesson, progress)
    let next: (command: String, reason: String)
    if progress.dueCount > 0 {
      next = ("pare review", "Questions are due; they take a few minutes.")
    } else if let open, workspace == nil {
      next = ("pare init ~/pare-solutions", "Make the folder where you solve \(open).")
    } else if let open {
      next = ("pare watch \(open)", "Edit \(shownPath(of: open)); every save is checked.")
    } else if !progress.isFinished(lesson) {
      next = (
        "pare learn",
        progress.places.isEmpty ? "Open the first lesson." : "Go on where you left the lesson."
      )
    } else if let unread {
      next = ("pare learn \(unread.id)", "The next lesson.")
    } else {
      next = ("pare list", "You have read it all. See what you passed.")
    }
    return Home(
      lesson: lesson.id, lessonTitle: lesson.title,
      step: min(place.step + 1, lesson.stepCount), stepCount: lesson.stepCount,
      isRead: progress.isFinished(lesson),
      exercisesPassed: lesson.exercises.filter { progress.state(of: $0.id) == .passed }.count,
      exerciseCount: lesson.exercises.count, exercise: open,
      exerciseTitle: current?.title, due: progress.dueCount,
      nextDue: progress.nextDue, workspace: workspace?.folder, next: next.command,
      reason: next.reason)
  }

  /// The exercise that a command means when none is named: the first that was read and not passed,
  /// else the first that was not passed, from the lesson that was left on.
  public func currentExercise() throws -> String {
    let home = try home()
    if let open = home.exercise { return open }
    let progress = try progress()
    let behind = course.exerciseIDs.drop { !$0.hasPrefix(home.lesson + "/") }
    guard
      let next = (behind + course.exerciseIDs).first(where: { progress.state(of: $0) != .passed })
    else {
      throw WorkbookError.needsExercise
    }
    return next
  }

  /// The lesson to read after one: the next that was not read to its end, from the first on where
  /// there is none behind it.
  private func lessonToRead(after lesson: LessonOutline, _ progress: Progress) -> LessonOutline? {
    let behind = course.outlines.drop { $0.id != lesson.id }.dropFirst()
    return (behind + course.outlines).first {
      $0.id != lesson.id && !progress.isFinished($0)
    }
  }

  /// The learner's file as they would type it: relative where they stand in the workspace.
  public func shownPath(of exercise: String) -> String {
    guard let workspace else { return "\(exercise).swift" }
    let here = FileManager.default.currentDirectoryPath
    let path = workspace.file(of: exercise)
    if path.hasPrefix(here + "/") { return String(path.dropFirst(here.count + 1)) }
    let home = environment["HOME"] ?? ""
    return !home.isEmpty && path.hasPrefix(home + "/")
      ? "~" + path.dropFirst(home.count) : path
  }

  /// The screen that `pare` alone shows.
  public func lines(of home: Home, _ capabilities: Capabilities) -> [Line] {
    var lines = Layout.title(course.title, capabilities) + [[]]
    lines += Layout.row(
      "Lesson",
      [
        Span(home.lessonTitle, .strong),
        Span("   step \(home.step) of \(home.stepCount)\(home.isRead ? ", read to its end" : "")"),
      ]
        + Layout.bar(home.step, of: home.stepCount, capabilities), capabilities)
    lines += Layout.row(
      "Exercises",
      [Span("\(home.exercisesPassed) of \(home.exerciseCount) passed")]
        + (home.exercise.map { [Span("   now "), Span($0, .strong)] } ?? []), capabilities)
    let reviews: [Span] =
      home.due > 0
      ? [Span(home.due == 1 ? "1 question due now" : "\(home.due) questions due now", .warning)]
      : [
        Span(
          home.nextDue.map { "none due; next \(when($0))" }
            ?? "none yet; a lesson's quiz brings them")
      ]
    lines += Layout.row("Reviews", reviews, capabilities)
    lines.append([])
    lines += Layout.row(
      "Next", [Span(home.next, .accent), Span("   \(home.reason)")], capabilities)
    if let tip = pathTip {
      lines += [[]] + Layout.paragraph(tip, capabilities)
    }
    return lines
  }

  /// A moment from now in words, such as `tomorrow` or `in 10 minutes`.
  func when(_ date: Date) -> String {
    let seconds = date.timeIntervalSince(clock.now)
    if seconds < 90 { return "in a minute" }
    if seconds < 90 * 60 { return "in \(Int((seconds / 60).rounded())) minutes" }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = clock.zone
    // A learner's day ends at four in the morning, as it does for the store.
    let shift = TimeInterval(-4 * 3600)
    let days =
      calendar.dateComponents(
        [.day], from: calendar.startOfDay(for: clock.now + shift),
        to: calendar.startOfDay(for: date + shift)
      ).day ?? 0
    switch days {
    case ...0: return "in \(Int((seconds / 3600).rounded())) hours"
    case 1: return "tomorrow"
    default: return "in \(days) days"
    }
  }

  /// How to get rid of the `./` before every command, where it is needed still.
  private var pathTip: [Inline]? {
    guard let launcher = environment["PARE_LAUNCHER"] else { return nil }
    let folder = (launcher as NSString).deletingLastPathComponent
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    guard !folders.contains(folder),
      !folders.contains(where: { Files.exists("\($0)/pare") })
    else { return nil }
    return [
      .text("Type "), .code("./pare"), .text(" for "), .code("pare"),
      .text(", or put it on your path: "), .code("export PATH=\"\(folder):$PATH\""),
    ]
  }
}
