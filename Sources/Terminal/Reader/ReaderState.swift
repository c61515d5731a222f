public import Curriculum

/// The step reader without its terminal: what is shown, and what each key does. A value; nothing
/// is drawn or read here.
///
/// Steps appear one under the other. Space reveals the next one: beneath the text where it fits,
/// else at the top of a fresh screen, so that text that is being read never jumps.
public struct ReaderState: Sendable {
  /// What is on the screen.
  public enum Mode: Sendable, Equatable {
    case reading
    /// The words of a search are being typed.
    case search(text: String, isBackward: Bool)
    /// The headings; the index of the chosen one.
    case outline(selected: Int)
    /// The keys.
    case help
  }

  let title: String
  let steps: [[Block]]
  let cards: Cards
  let ending: [Line]
  var capabilities: Capabilities
  var document: ReaderDocument

  /// What is on the screen.
  public internal(set) var mode = Mode.reading
  /// The furthest step that was shown, from 0.
  public internal(set) var furthest: Int
  /// The first line that is shown.
  var top = 0
  /// The words that were searched last.
  var query = ""
  /// The direction of that search.
  var isBackward = false
  /// The line of the match that the view stands at.
  var match: Int?
  /// A word to the learner in place of the keys, until the next key.
  public var message: String?

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - title: the lesson's title, for the status line.
  ///   - steps: the lesson's steps.
  ///   - place: where to begin.
  ///   - ending: what stands after the last step: what to do next.
  ///   - capabilities: the window.
  ///   - cards: what stands at the places of exercises and quizzes.
  public init(
    title: String, steps: [[Block]], place: ReaderPlace = ReaderPlace(), ending: [Line] = [],
    capabilities: Capabilities, cards: Cards = Cards()
  ) {
    self.title = title.withoutControls
    self.steps = steps.isEmpty ? [[]] : steps
    self.cards = cards
    self.ending = ending
    self.capabilities = capabilities
    document = ReaderDocument(
      steps: self.steps, ending: ending, width: capabilities.width, capabilities: capabilities,
      cards: cards)
    let last = document.stepCount - 1
    furthest = min(max(place.furthest, place.step, 0), last)
    move(to: ReaderPlace(step: min(max(place.step, 0), last), line: place.line))
  }

  /// The rows for text: all but the status line and the empty one above it.
  var rows: Int { Self.textRows(in: capabilities.height) }

  /// The rows for text in a window of a height: all but the status line and the empty one above
  /// it.
  public static func textRows(in height: Int) -> Int { max(1, height - (height >= 8 ? 2 : 1)) }

  /// The number of lines that were revealed.
  var revealed: Int { document.ends[furthest] }

  /// Where the learner stands: the last step that is whole on the screen or begins in its upper
  /// half, else the one that fills it.
  public var place: ReaderPlace {
    let first = document.step(at: top)
    let begun = (first...max(first, furthest)).last { step in
      let start = document.starts[step] - top
      let end = document.ends[step] - top
      return start >= 0 && (end <= rows || start < rows / 2)
    }
    let step = begun ?? first
    return ReaderPlace(step: step, line: top - document.starts[step], furthest: furthest)
  }

  /// Whether the last line of the last step is on the screen.
  public var isAtEnd: Bool {
    furthest == document.stepCount - 1 && top + rows >= revealed
  }

  /// Goes to a place, revealing what comes before it.
  mutating func move(to place: ReaderPlace) {
    furthest = max(furthest, place.step)
    let length = document.ends[place.step] - document.starts[place.step]
    top = max(0, document.starts[place.step] + min(max(-rows, place.line), max(0, length - 1)))
  }

  /// Takes a new window size; the line that was at the top stays there.
  public mutating func resize(width: Int, height: Int) {
    let step = document.step(at: top)
    let offset = top - document.starts[step]
    let length = max(1, document.starts[step + 1] - document.starts[step])
    capabilities.width = width
    capabilities.height = height
    document = ReaderDocument(
      steps: steps, ending: ending, width: width, capabilities: capabilities, cards: cards)
    let newLength = max(1, document.starts[step + 1] - document.starts[step])
    // Lines were broken anew: the same share of the step is the nearest to the same words.
    top = document.starts[step] + min(newLength - 1, offset * newLength / length)
    match = nil
  }

  /// Scrolls by lines, within what was revealed.
  mutating func scroll(by count: Int) {
    top = min(max(0, top + count), max(lowestTop, top))
  }

  /// The furthest that the view scrolls: until the last revealed line is at the bottom, or the
  /// last step at the top where it is shorter than the screen and was opened there.
  var lowestTop: Int { max(0, revealed - rows) }

  /// Shows the next step, or more of this one.
  mutating func advance() {
    if top + rows < revealed {
      // Two lines stay, so that the eye finds its place.
      top = min(top + max(1, rows - 2), lowestTop)
      return
    }
    guard furthest + 1 < document.stepCount else {
      message = "This is the end of the lesson. q leaves."
      return
    }
    furthest += 1
    if document.ends[furthest] > top + rows { top = document.starts[furthest] }
  }

  /// Puts a line of the document at the top, revealing its step.
  mutating func show(line: Int) {
    furthest = max(furthest, document.step(at: line))
    top = min(line, max(0, revealed - 1))
  }

  /// What belongs to the place: the last exercise on the screen, else the step.
  var subject: ReaderSubject {
    for task in visibleTasks.reversed() {
      if case .exercise(let id) = task.kind { return .exercise(id) }
    }
    return .step(place.step)
  }

  /// What `x` starts: the first exercise on the screen that was not passed, else its quiz, else
  /// an exercise again. A quiz belongs after the exercise that it stands under.
  var task: RenderedText.Anchor.Kind? {
    let kinds = visibleTasks.map(\.kind)
    func isExercise(_ kind: RenderedText.Anchor.Kind) -> Bool {
      if case .exercise = kind { true } else { false }
    }
    let open = kinds.first { kind in
      if case .exercise(let id) = kind { cards.exercises[id]?.status != .passed } else { false }
    }
    return open ?? kinds.first { !isExercise($0) } ?? kinds.first
  }

  /// Exercises and quizzes whose first line is on the screen and revealed.
  var visibleTasks: [RenderedText.Anchor] {
    let bottom = min(top + rows, revealed)
    return document.tasks.filter { $0.line >= top && $0.line < bottom }
  }
}
