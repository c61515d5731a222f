import Curriculum
import Foundation
import Grading
public import Terminal

extension Workbook {
  /// Checks an exercise at every save until the learner quits.
  ///
  /// Keys work while a check runs; a save during a check cancels it and begins anew.
  public func watch(_ id: String, capabilities: Capabilities, input: Bool) async throws {
    let first = try solution(of: id)
    let grader = try grader()
    let (stream, events) = AsyncStream<WatchEvent>.makeStream()
    let readsKeys = input && capabilities.isTerminal && isatty(STDIN_FILENO) == 1
    let keyboard = readsKeys ? WatchKeyboard(events) : nil
    defer {
      events.finish()
      keyboard?.stop()
    }
    var session = WatchSession(
      workbook: self, exercise: first.exercise.id, grader: grader, capabilities: capabilities,
      keyboard: keyboard, events: events)
    defer { session.cancel() }
    try await session.run(stream)
  }
}

/// What happens while watching, from the keyboard, the disk and the grader, in one stream.
enum WatchEvent: Sendable {
  case saved
  case key(Key)
  /// The terminal cannot be read any more.
  case keysFailed(any Error)
  /// The editor was closed; what went wrong with it, where something did.
  case edited(problem: String?)
  case graded(SolutionFile, Result<Verdict, any Error>)
}
