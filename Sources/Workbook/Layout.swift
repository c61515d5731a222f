import Curriculum
import Terminal

/// Small pieces of which the commands' answers are made. No line is wider than the window.
enum Layout {
  private static let nowhere = SourcePosition(file: "", line: 1)

  /// A Markdown text as lines for a width.
  static func markdown(_ text: String, _ capabilities: Capabilities) -> [Line] {
    rendered(Markdown.blocks(text), capabilities)
  }

  /// A paragraph; code in it is what may be typed.
  static func paragraph(_ text: [Inline], _ capabilities: Capabilities) -> [Line] {
    rendered([Block(.paragraph(text), at: nowhere)], capabilities)
  }

  /// A title.
  static func title(_ text: String, _ capabilities: Capabilities) -> [Line] {
    rendered([Block(.heading(level: 2, [.text(text)]), at: nowhere)], capabilities)
  }

  /// A Markdown text with a margin line, so that it stands apart.
  static func quote(_ text: String, _ capabilities: Capabilities) -> [Line] {
    rendered([Block(.quote(Markdown.blocks(text)), at: nowhere)], capabilities)
  }

  /// Swift code.
  static func code(_ text: String, _ capabilities: Capabilities) -> [Line] {
    let code = Code(language: "swift", isRun: false, text: text, firstLine: 1)
    return rendered([Block(.code(code), at: nowhere)], capabilities)
  }

  private static func rendered(_ blocks: [Block], _ capabilities: Capabilities) -> [Line] {
    render(blocks, width: capabilities.width, capabilities: capabilities)
  }

  /// The empty columns before every line, as many as before a lesson's.
  static func margin(_ capabilities: Capabilities) -> Int {
    capabilities.plain || capabilities.accessible || capabilities.width < 40
      ? 0 : capabilities.width < 60 ? 1 : 2
  }

  /// A head, such as a mark or a label, and a text that hangs beside it; where that leaves too
  /// little room, the text stands below the head.
  ///
  /// - Parameter indent: Columns before the head, behind the margin.
  static func hanging(
    _ head: Line, _ text: Line, indent: Int = 0, _ capabilities: Capabilities
  ) -> [Line] {
    let room = capabilities.width
    // A narrow window has no columns to give away.
    let before = min(margin(capabilities) + indent, room / 4)
    let beside = room - before - head.width
    if beside >= min(24, room / 2) {
      let lines = wrapped(text, width: beside)
      return lines.enumerated().map { index, line in
        index == 0
          ? padded(head + line, before) : padded(line, before + head.width)
      }
    }
    let below = before + (room < 40 ? 0 : 2)
    return wrapped(head, width: room - before).map { padded($0, before) }
      + wrapped(text, width: room - below).map { padded($0, below) }
  }

  private static func padded(_ line: Line, _ columns: Int) -> Line {
    columns == 0 || line.isEmpty ? line : [Span(String(repeating: " ", count: columns))] + line
  }

  /// `Label  text`, the label in a column of its own.
  static func row(_ label: String, _ text: Line, _ capabilities: Capabilities) -> [Line] {
    hanging([Span(label.padded(toColumns: 10), .dim)], text, capabilities)
  }

  /// A line that keeps its columns: cut, not wrapped, where it is too wide.
  static func cut(_ text: String, indent: Int, _ capabilities: Capabilities) -> [String] {
    let before = min(margin(capabilities) + indent, capabilities.width / 4)
    let pad = String(repeating: " ", count: before)
    var parts: [String] = []
    var part = ""
    var used = 0
    for character in text {
      // A tab moves to the next of a terminal's stops, which stand eight columns apart.
      let columns = character == "\t" ? 8 - (before + used) % 8 : character.columns
      if used + columns > capabilities.width - before, !part.isEmpty {
        parts.append(pad + part)
        (part, used) = ("", 0)
      }
      part.append(character)
      used += columns
    }
    return parts + [pad + part]
  }

  /// A mark that says passed, tried or new, in ASCII where the locale asks for it.
  static func mark(_ state: ExerciseState, _ capabilities: Capabilities) -> Span {
    switch (state, capabilities.drawsBoxes) {
    case (.passed, true): Span("✓", .good)
    case (.passed, false): Span("[x]", .good)
    case (.tried, true): Span("◐", .warning)
    case (.tried, false): Span("[~]", .warning)
    case (.new, true): Span("○", .dim)
    case (.new, false): Span("[ ]", .dim)
    }
  }

  /// How much of something is done, as a bar of 20 columns; nothing where it cannot be drawn, or
  /// the window has no room for it.
  static func bar(_ done: Int, of all: Int, _ capabilities: Capabilities) -> Line {
    guard capabilities.drawsBoxes, all > 0, capabilities.width >= 70 else { return [] }
    let filled = min(20, 20 * done / all)
    return [
      Span("  "), Span(String(repeating: "━", count: filled), .good),
      Span(String(repeating: "─", count: 20 - filled), .dim),
    ]
  }
}
