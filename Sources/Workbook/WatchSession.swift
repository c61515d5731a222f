import Curriculum
import Foundation
import Grading
import Terminal

/// One sitting of watching.
struct WatchSession {
  let workbook: Workbook
  var exercise: String
  let grader: Grader
  var capabilities: Capabilities
  let keyboard: WatchKeyboard?
  let events: AsyncStream<WatchEvent>.Continuation
  /// Whether the editor has the terminal: nothing is written then.
  private var isEditing = false
  /// What to say below the next verdict.
  private var remark: String?
  private var grading: Task<Void, Never>?
  private var watching: Task<Void, Never>?

  init(
    workbook: Workbook, exercise: String, grader: Grader, capabilities: Capabilities,
    keyboard: WatchKeyboard?, events: AsyncStream<WatchEvent>.Continuation
  ) {
    self.workbook = workbook
    self.exercise = exercise
    self.grader = grader
    self.capabilities = capabilities
    self.keyboard = keyboard
    self.events = events
  }

  /// Takes events until the learner quits.
  mutating func run(_ stream: AsyncStream<WatchEvent>) async throws {
    watchFile()
    try grade()
    for await event in stream {
      switch event {
      case .saved:
        // When the editor is closed everything is checked once.
        if !isEditing { try grade() }
      case .graded(let solution, let result):
        if !isEditing { try show(solution, result) }
      case .edited(let problem):
        isEditing = false
        remark = problem
        try grade()
      case .keysFailed(let error): throw error
      case .key(let key):
        if try !handle(key) { return }
      }
    }
  }

  /// Stops what runs beside the watch.
  func cancel() {
    grading?.cancel()
    watching?.cancel()
  }

  private mutating func watchFile() {
    watching?.cancel()
    guard let workspace = workbook.workspace else { return }
    let watcher = Watcher(files: [URL(filePath: workspace.file(of: exercise))])
    let changes = watcher.changes()
    watching = Task { [events] in
      for await _ in changes { events.yield(.saved) }
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
    // What stands above is from before this save.
    try write(Layout.paragraph([.emphasis([.text("Checking …")])], capabilities))
    grading = Task { [workbook, grader, events] in
      do {
        let verdict = try await workbook.grade(solution, with: grader)
        events.yield(.graded(solution, .success(verdict)))
      } catch is CancellationError {
        return
      } catch {
        events.yield(.graded(solution, .failure(error)))
      }
    }
  }

  private mutating func show(_ solution: SolutionFile, _ result: Result<Verdict, any Error>) throws
  {
    guard solution.exercise.id == exercise else { return }
    let verdict = try result.get()
    // 2J and not 3J: the scrollback is the learner's.
    if capabilities.canMoveCursor, !capabilities.plain, !capabilities.accessible {
      try writeOutput("\u{1B}[2J\u{1B}[H")
    }
    let rows = capabilities.canMoveCursor ? capabilities.height - 3 : .max
    try write(workbook.lines(of: verdict, solution, capabilities, rows: rows))
    if let remark { try write([[]] + Layout.paragraph([.text(remark)], capabilities) + [[]]) }
    remark = nil
    try write(Layout.paragraph([.emphasis([.text(footer(solution))])], capabilities))
    try workbook.keep(verdict, of: solution, submitted: false)
  }

  private func footer(_ solution: SolutionFile) -> String {
    let watching = "Watching \(solution.path)"
    guard keyboard != nil else { return watching }
    let keys = ["h hint", "n next", "l list", "r run again", "o open in your editor", "q quit"]
    return ([watching] + keys).joined(separator: capabilities.drawsBoxes ? " · " : ", ")
  }

  /// Does what a key asks for; false to quit.
  private mutating func handle(_ key: Key) throws -> Bool {
    switch key {
    case .character("q"), .hangup: return false
    case .character("h"): try write(workbook.hint(exercise, capabilities))
    case .character("l"):
      var listing = try workbook.listing()
      // The whole course would push the verdict off the screen.
      listing.units.removeAll { unit in !unit.exercises.contains { $0.id == exercise } }
      try write(workbook.lines(of: listing, capabilities))
    case .character("r"): try grade()
    case WatchKeyboard.editKey: open()
    case .character("n"):
      let ids = workbook.course.exerciseIDs
      guard let index = ids.firstIndex(of: exercise), index + 1 < ids.count else {
        try write(Layout.paragraph([.text("That was the last exercise.")], capabilities))
        break
      }
      exercise = ids[index + 1]
      watchFile()
      try grade()
    case .redraw:
      let window = Capabilities.detect()
      (capabilities.width, capabilities.height) = (window.width, window.height)
    default: break
    }
    return true
  }

  /// Opens the file in the learner's editor, here; the check that runs is not shown any more.
  private mutating func open() {
    guard let keyboard else { return }
    guard let workspace = workbook.workspace else { return keyboard.goOn() }
    grading?.cancel()
    isEditing = true
    keyboard.edit(
      workspace.file(of: exercise), command: Editor.command(environment: workbook.environment))
  }

  private func write(_ lines: [Line]) throws {
    try writeOutput(lines.rendered(color: capabilities.color))
  }
}
