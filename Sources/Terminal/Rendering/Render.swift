public import Curriculum

/// Lays a lesson's text out for a width; pure.
///
/// From 20 columns up no line is wider than `width`. Prose is capped at 88 columns, beyond
/// which an eye loses its line on the way back; code and tables take what the window has.
///
/// - Parameters:
///   - blocks: the text.
///   - width: the columns of the window.
///   - capabilities: what the output can show.
///   - cards: what stands at the places of exercises and quizzes.
/// - Returns: the lines, without an empty one at either end.
public func render(
  _ blocks: [Block], width: Int, capabilities: Capabilities, cards: Cards = Cards()
) -> [Line] {
  renderWithAnchors(blocks, width: width, capabilities: capabilities, cards: cards).lines
}

/// The same with the places that a reader jumps to.
func renderWithAnchors(
  _ blocks: [Block], width: Int, capabilities: Capabilities, cards: Cards
) -> RenderedText {
  var renderer = BlockRenderer(capabilities: capabilities, cards: cards)
  let margin = capabilities.plain || capabilities.accessible || width < 40 ? 0 : width < 60 ? 1 : 2
  let inner = max(2, width - 2 * margin)
  var text = renderer.topLevel(blocks, width: min(inner, 88), wide: inner)
  if margin > 0 {
    let indent = Span(String(repeating: " ", count: margin))
    text.lines = text.lines.map { $0.isEmpty ? $0 : [indent] + $0 }
  }
  return text
}

/// Lines with the places that a reader jumps to.
struct RenderedText: Sendable, Equatable {
  /// A place: a heading, an exercise or a quiz.
  struct Anchor: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      case heading(level: Int, title: String)
      case exercise(String)
      case quiz([String])
    }
    var kind: Kind
    /// The index of its first line.
    var line: Int
  }

  var lines: [Line] = []
  var anchors: [Anchor] = []
}
