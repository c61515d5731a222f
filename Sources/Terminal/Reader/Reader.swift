public import Curriculum
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a sitting with the reader ended.
public struct ReaderOutcome: Sendable, Equatable {
  /// Why it ended.
  public enum Reason: Sendable, Equatable {
    /// The learner left, or the terminal went away.
    case left
    /// The learner left at the end of the lesson, or all of it was printed.
    case finished
    /// The learner wants to do an exercise.
    case openExercise(String)
    /// The learner wants to answer questions.
    case askQuestions([String])
  }
  /// Why it ended.
  public var reason: Reason
  /// Where the learner stood.
  public var place: ReaderPlace

  /// Makes an outcome.
  public init(reason: Reason, place: ReaderPlace) {
    self.reason = reason
    self.place = place
  }
}

/// The step reader: draws the state on the alternate screen and feeds it keys.
public struct Reader: Sendable {
  /// The lesson's title.
  public var title: String
  /// Its steps.
  public var steps: [[Block]]
  /// What stands at the places of exercises and quizzes.
  public var cards: Cards
  /// What stands after the last step.
  public var ending: [Line]
  /// The command that opens the editor.
  public var editor: String
  /// The file to open for what the learner reads; nil where there is none to edit.
  public var fileToEdit: @Sendable (ReaderSubject) -> String?

  /// Makes a reader.
  public init(
    title: String, steps: [[Block]], cards: Cards = Cards(), ending: [Line] = [],
    editor: String = "vi", fileToEdit: @escaping @Sendable (ReaderSubject) -> String? = { _ in nil }
  ) {
    self.title = title
    self.steps = steps
    self.cards = cards
    self.ending = ending
    self.editor = editor
    self.fileToEdit = fileToEdit
  }

  /// Reads until the learner leaves.
  ///
  /// On a terminal that can move its cursor this is the full-screen reader. For a screen reader,
  /// and on a terminal that cannot, steps are appended one by one. Without a terminal the whole
  /// lesson is printed from the beginning.
  ///
  /// - Parameters:
  ///   - place: where to begin.
  ///   - capabilities: what standard output can show.
  ///   - input: whether the learner can be asked (`--no-input` and pipes: false).
  ///   - moved: called whenever the place changes, so that a program that is killed loses nothing.
  /// - Throws: `TerminalError`, and what `moved` throws.
  public func run(
    from place: ReaderPlace = ReaderPlace(), capabilities: Capabilities, input: Bool = true,
    moved: (ReaderPlace) throws -> Void = { _ in }
  ) throws -> ReaderOutcome {
    guard input, capabilities.isTerminal, isatty(STDIN_FILENO) == 1 else {
      return try printAll(capabilities: capabilities)
    }
    guard capabilities.canMoveCursor, !capabilities.accessible, !capabilities.plain else {
      return try runLinearly(
        from: place, capabilities: capabilities, console: TerminalConsole(), moved: moved)
    }
    let screen = try TerminalScreen(.alternate)
    defer { screen.close() }
    var capabilities = capabilities
    (capabilities.width, capabilities.height) = screen.size
    var state = ReaderState(
      title: title, steps: steps, place: place, ending: ending, capabilities: capabilities,
      cards: cards)
    var reported: ReaderPlace?
    while true {
      if state.place != reported {
        reported = state.place
        try moved(state.place)
      }
      try screen.draw(state.frame(), color: capabilities.color)
      let key = try screen.readKey()
      if key == .redraw {
        let size = screen.size
        state.resize(width: size.columns, height: size.rows)
      }
      switch state.handle(key) {
      case .redraw, .none: break
      case .edit(let subject): edit(subject, screen, &state)
      case .openExercise(let id): return .init(reason: .openExercise(id), place: state.place)
      case .askQuestions(let ids): return .init(reason: .askQuestions(ids), place: state.place)
      case .quit:
        return .init(reason: state.isAtEnd ? .finished : .left, place: state.place)
      }
    }
  }

  private func edit(_ subject: ReaderSubject, _ screen: TerminalScreen, _ state: inout ReaderState)
  {
    guard let file = fileToEdit(subject) else {
      state.message = "There is no file to edit here."
      return
    }
    do {
      try screen.suspended { try Editor.open(file, command: editor) }
    } catch {
      // The lesson stays open: an editor that failed is no reason to lose the place.
      state.message = error.localizedDescription
    }
  }

  /// Prints the whole lesson.
  private func printAll(capabilities: Capabilities) throws -> ReaderOutcome {
    let document = ReaderDocument(
      steps: steps, ending: ending, width: capabilities.width, capabilities: capabilities,
      cards: cards)
    try writeOutput(document.lines.rendered(color: capabilities.color))
    // Printing to a pipe is not reading: the learner's place stays as it was.
    return .init(reason: .finished, place: ReaderPlace())
  }
}
