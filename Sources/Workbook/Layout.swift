import Curriculum
import Terminal

/// Small pieces of which the commands' answers are made.
enum Layout {
  private static let nowhere = SourcePosition(file: "", line: 1)

  /// A Markdown text as lines for a width.
  static func markdown(_ text: String, _ capabilities: Capabilities) -> [Line] {
    render(Markdown.blocks(text), width: capabilities.width, capabilities: capabilities)
  }

  /// A paragraph; code in it is what may be typed.
  static func paragraph(_ text: [Inline], _ capabilities: Capabilities) -> [Line] {
    render(
      [Block(.paragraph(text), at: nowhere)], width: capabilities.width,
      capabilities: capabilities)
  }

  /// A title.
  static func title(_ text: String, _ capabilities: Capabilities) -> [Line] {
    render(
      [Block(.heading(level: 2, [.text(text)]), at: nowhere)], width: capabilities.width,
      capabilities: capabilities)
  }

  /// A Markdown text with a margin line, so that it stands apart.
  static func quote(_ text: String, _ capabilities: Capabilities) -> [Line] {
    render(
      [Block(.quote(Markdown.blocks(text)), at: nowhere)], width: capabilities.width,
      capabilities: capabilities)
  }

  /// Swift code.
  static func code(_ text: String, _ capabilities: Capabilities) -> [Line] {
    let code = Code(language: "swift", isRun: false, text: text, firstLine: 1)
    return render(
      [Block(.code(code), at: nowhere)], width: capabilities.width, capabilities: capabilities)
  }

  /// A table.
  static func table(_ table: Table, _ capabilities: Capabilities) -> [Line] {
    render([Block(.table(table), at: nowhere)], width: capabilities.width, capabilities: capabilities)
  }

  /// `Label  text`, the label in a column of its own; cut where the window is too narrow.
  static func row(_ label: String, _ text: [Span], _ capabilities: Capabilities) -> [Line] {
    let margin = capabilities.plain || capabilities.width < 40 ? "" : "  "
    let line = [Span(margin), Span(label.padded(toColumns: 10), .dim)] + text
    guard line.width > capabilities.width else { return [line] }
    // A narrow window: the label stands above, the text is wrapped below.
    return [[Span(margin), Span(label, .dim)]]
      + paragraph([.text(text.plainText)], capabilities)
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

  /// How much of something is done, as a bar of 20 columns; nothing where bars cannot be drawn.
  static func bar(_ done: Int, of all: Int, _ capabilities: Capabilities) -> [Span] {
    guard capabilities.drawsBoxes, all > 0 else { return [] }
    let filled = min(20, 20 * done / all)
    return [
      Span("  "), Span(String(repeating: "━", count: filled), .good),
      Span(String(repeating: "─", count: 20 - filled), .dim),
    ]
  }
}
