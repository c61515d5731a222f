import Curriculum

/// A lesson's steps laid out for one width, one under the other.
struct ReaderDocument: Sendable {
  /// A heading with its place.
  struct Heading: Sendable, Equatable {
    var level: Int
    var title: String
    var line: Int
    var step: Int
  }

  /// Every line of the lesson.
  private(set) var lines: [Line] = []
  /// The line at which each step begins, and at the end the number of all lines.
  private(set) var starts: [Int] = []
  /// The line after each step's last, before the gap to the next.
  private(set) var ends: [Int] = []
  /// The headings in order.
  private(set) var headings: [Heading] = []
  /// Exercises and quizzes in order, with their lines.
  private(set) var tasks: [RenderedText.Anchor] = []

  init(
    steps: [[Block]], ending: [Line], width: Int, capabilities: Capabilities, cards: Cards
  ) {
    for (index, step) in steps.enumerated() {
      var text = renderWithAnchors(step, width: width, capabilities: capabilities, cards: cards)
      if index + 1 == steps.count && !ending.isEmpty {
        text.lines += [[], []] + ending
      }
      if index > 0 {
        // Sections stand further apart than paragraphs.
        let opensWithHeading = text.anchors.first.map { $0.line == 0 && $0.isHeading } ?? false
        lines += Array(repeating: [], count: opensWithHeading ? 2 : 1)
      }
      starts.append(lines.count)
      for anchor in text.anchors {
        switch anchor.kind {
        case .heading(let level, let title):
          headings.append(
            Heading(level: level, title: title, line: lines.count + anchor.line, step: index))
        case .exercise, .quiz:
          tasks.append(.init(kind: anchor.kind, line: lines.count + anchor.line))
        }
      }
      lines += text.lines
      ends.append(lines.count)
    }
    starts.append(lines.count)
  }

  var stepCount: Int { ends.count }

  /// The step that a line belongs to.
  func step(at line: Int) -> Int {
    let next = starts.dropLast().firstIndex { $0 > line } ?? stepCount
    return max(0, next - 1)
  }
}

extension RenderedText.Anchor {
  fileprivate var isHeading: Bool {
    if case .heading = kind { true } else { false }
  }
}
