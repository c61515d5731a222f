import Curriculum
import Foundation
import Reviews
public import Terminal

extension Workbook {
  /// Reads a lesson: step by step in a terminal, whole into a pipe.
  public func learn(
    _ id: String?, capabilities: Capabilities, input: Bool
  ) async throws {
    let reads = input && capabilities.isTerminal && isatty(STDIN_FILENO) == 1
    let progress: Progress
    do {
      progress = try self.progress()
    } catch WorkbookError.noHome where !reads {
      // Printing keeps nothing, so it needs no place to keep it in.
      progress = Progress()
    }
    let lesson = try id.map { try self.lesson($0) } ?? currentLesson(progress)
    var reader = reader(of: lesson, progress.passed, capabilities)
    guard reads else {
      reader.ending = []
      _ = try reader.run(capabilities: capabilities, input: false)
      return
    }
    let store = try openStore()
    let console = TerminalConsole(
      input: .standard, readsKeys: !capabilities.accessible && !capabilities.plain)
    let asker = Asker(console: console, capabilities: capabilities, offersUndo: true)
    var place = progress.places[lesson.id] ?? ReaderPlace()
    while true {
      let outcome = try reader.run(from: place, capabilities: capabilities) {
        try keepPlace($0, in: lesson, store)
      }
      place = outcome.place
      switch outcome.reason {
      case .left, .finished: return
      case .openExercise(let exercise):
        if try offerWorkspace(asker) {
          // The workspace may be new: a workbook opened afresh sees it.
          let workbook = try Workbook(
            course: course.folder, environment: environment,
            executable: programFolder + "/pare")
          try await workbook.watch(exercise, capabilities: capabilities, input: true)
          reader.cards = workbook.cards(of: lesson, try workbook.progress().passed)
        }
      case .askQuestions(let ids):
        _ = try quiz(lesson, only: ids, asker: asker, isInteractive: true)
        _ = try asker.ask([[]], prompt: "Enter goes back to the lesson. ")
      }
    }
  }

  private func reader(
    of lesson: Lesson, _ passed: Set<String>, _ capabilities: Capabilities
  ) -> Reader {
    let folder = course.folder
    let workspace = workspace
    return Reader(
      title: lesson.title, steps: lesson.steps, cards: cards(of: lesson, passed),
      ending: ending(of: lesson, capabilities),
      editor: Editor.command(environment: environment)
    ) { subject in
      switch subject {
      case .step: "\(folder)/\(lesson.file)"
      case .exercise(let id): workspace?.file(of: id)
      }
    }
  }

  /// What stands below a lesson's last step: what to do next.
  func ending(of lesson: Lesson, _ capabilities: Capabilities) -> [Line] {
    let following = course.outlines.drop { $0.id != lesson.id }.dropFirst().first
    var ending = Layout.paragraph(
      [
        .text("That was \(lesson.title). Take its quiz after a break: "),
        .code("pare quiz \(lesson.id)"),
      ], capabilities)
    if let following {
      ending += Layout.paragraph(
        [.text("The next lesson: "), .code("pare learn \(following.id)")], capabilities)
    }
    return ending
  }

  private func cards(of lesson: Lesson, _ passed: Set<String>) -> Cards {
    Cards(lesson: lesson, passed: passed) { shownPath(of: $0.id) }
  }

  /// Makes a workspace where there is none and the learner agrees; false where there is none then.
  private func offerWorkspace(_ asker: Asker) throws -> Bool {
    guard workspace == nil else { return true }
    let folder = standardWorkspace
    guard
      try asker.confirm(
        "Your solutions need a folder. Make \(folder) for them?", standard: true)
    else {
      try asker.show(
        Layout.paragraph(
          [.text("Choose one yourself: "), .code("pare init FOLDER")], asker.capabilities))
      _ = try asker.ask([[]], prompt: "Enter goes back to the lesson. ")
      return false
    }
    do {
      try asker.show(createWorkspace(at: folder, asker.capabilities))
      return true
    } catch let error as WorkbookError {
      try asker.show(Layout.paragraph([.text("\(error)")], asker.capabilities))
      _ = try asker.ask([[]], prompt: "Enter goes back to the lesson. ")
      return false
    }
  }
}
