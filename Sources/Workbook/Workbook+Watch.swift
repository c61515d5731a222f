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
    let readsKeys =
      input && capabilities.isTerminal && isatty(STDIN_FILENO) == 1
    let events = WatchEvents(readsKeys: readsKeys)
    defer { events.stop() }
    var session = WatchSession(
      workbook: self, exercise: first.exercise.id, grader: try grader(),
      capabilities: capabilities, readsKeys: readsKeys, events: events)
    try await session.run()
  }
}

/// What happens while watching, from the keyboard, the disk and the grader, in one stream.
final class WatchEvents: Sendable {
  enum Event: Sendable {
    case saved
    case key(Key)
    case graded(SolutionFile, Result<Verdict, any Error>)
  }

  let stream: AsyncStream<Event>
  private let continuation: AsyncStream<Event>.Continuation

  init(readsKeys: Bool) {
    (stream, continuation) = AsyncStream.makeStream()
    if readsKeys { readKeys() }
  }

  func send(_ event: Event) { continuation.yield(event) }
  func stop() { continuation.finish() }

  /// Keys are waited for on a thread of their own: a wait must not keep verdicts from the screen.
  private func readKeys() {
    let continuation = continuation
    Thread.detachNewThread {
      guard let screen = try? TerminalScreen(.inline) else { return }
      defer { screen.close() }
      while true {
        // A terminal that went away ends the watch as the quit key does.
        let key = (try? screen.readKey()) ?? .hangup
        if case .terminated = continuation.yield(.key(key)) { return }
        if key == .hangup || key == .character("q") { return }
      }
    }
  }
}

/// One sitting of watching.
struct WatchSession {
  let workbook: Workbook
  var exercise: String
  let grader: Grader
  var capabilities: Capabilities
  let readsKeys: Bool
  let events: WatchEvents
  private var grading: Task<Void, Never>?
  private var watching: Task<Void, Never>?

  init(
    workbook: Workbook, exercise: String, grader: Grader, capabilities: Capabilities,
    readsKeys: Bool, events: WatchEvents
  ) {
    self.workbook = workbook
    self.exercise = exercise
    self.grader = grader
    self.capabilities = capabilities
    self.readsKeys = readsKeys
    self.events = events
  }

  mutating func run() async throws {
    watchFile()
    try grade()
    for await event in events.stream {
      switch event {
      case .saved: try grade()
      case .graded(let solution, let result): try show(solution, result)
      case .key(let key):
        if try !handle(key) {
          grading?.cancel()
          watching?.cancel()
          return
        }
      }
    }
  }

  private mutating func watchFile() {
    watching?.cancel()
    guard let workspace = workbook.workspace else { return }
    let watcher = Watcher(files: [URL(filePath: workspace.file(of: exercise))])
    let changes = watcher.changes()
    watching = Task { [events] in
      for await _ in changes { events.send(.saved) }
    }
  }

  private mutating func grade() throws {
    grading?.cancel()
    let solution: SolutionFile
    do {
      solution = try workbook.solution(of: exercise)
    } catch let error as WorkbookError {
      // Deleted or not readable for a moment: the next save brings it back.
      return try write(Layout.paragraph([.text("\(error)")], capabilities))
    }
    grading = Task { [workbook, grader, events] in
      do {
        let verdict = try await workbook.grade(solution, with: grader)
        events.send(.graded(solution, .success(verdict)))
      } catch is CancellationError {
        return
      } catch {
        events.send(.graded(solution, .failure(error)))
      }
    }
  }

  private func show(_ solution: SolutionFile, _ result: Result<Verdict, any Error>) throws {
    guard solution.exercise.id == exercise else { return }
    let verdict = try result.get()
    // 2J and not 3J: the scrollback is the learner's.
    if capabilities.canMoveCursor, !capabilities.plain, !capabilities.accessible {
      try writeText("\u{1B}[2J\u{1B}[H")
    }
    try write(workbook.lines(of: verdict, solution, capabilities))
    try write(Layout.paragraph([.emphasis([.text(footer(solution))])], capabilities))
    try workbook.keep(verdict, of: solution, submitted: false)
  }

  private func footer(_ solution: SolutionFile) -> String {
    let watching = "Watching \(solution.path)"
    guard readsKeys else { return watching }
    let keys = ["h hint", "n next", "l list", "r run again", "o open", "q quit"]
    return ([watching] + keys).joined(separator: capabilities.drawsBoxes ? " · " : ", ")
  }

  /// Does what a key asks for; false to quit.
  private mutating func handle(_ key: Key) throws -> Bool {
    switch key {
    case .character("q"), .hangup: return false
    case .character("h"): try write(workbook.hint(exercise, capabilities))
    case .character("l"):
      try write(workbook.lines(of: workbook.listing(), capabilities))
    case .character("r"): try grade()
    case .character("o"): try open()
    case .character("n"):
      let ids = workbook.course.exercises.map(\.id)
      guard let index = ids.firstIndex(of: exercise), index + 1 < ids.count else {
        try write(Layout.paragraph([.text("That was the last exercise.")], capabilities))
        break
      }
      exercise = ids[index + 1]
      watchFile()
      try grade()
    case .redraw: capabilities.width = Capabilities.detect().width
    default: break
    }
    return true
  }

  /// Opens the file in the learner's editor without waiting for it to close: a window of its own
  /// stays beside the watch. An editor that needs this terminal is named instead.
  private func open() throws {
    guard let workspace = workbook.workspace else { return }
    let path = workspace.file(of: exercise)
    try write(
      Layout.paragraph(
        [.text("Open this file in another window: "), .code(path)], capabilities))
  }

  private func write(_ lines: [Line]) throws {
    try writeText(lines.rendered(color: capabilities.color))
  }

  private func writeText(_ text: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
