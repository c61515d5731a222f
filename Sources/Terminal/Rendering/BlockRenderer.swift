import Curriculum

/// The state of laying out one text: what it looks like, and the addresses that are owed to the
/// reader at its end.
struct BlockRenderer {
  let capabilities: Capabilities
  let cards: Cards
  /// Destinations that are too long to stand in the text, in order of their numbers from 1.
  var footnotes: [String] = []

  init(capabilities: Capabilities, cards: Cards) {
    self.capabilities = capabilities
    self.cards = cards
  }

  /// The whole text, with anchors and the addresses at its end.
  ///
  /// - Parameters:
  ///   - blocks: the text.
  ///   - width: the columns for prose.
  ///   - wide: the columns for code and tables, which are scanned rather than read.
  mutating func topLevel(_ blocks: [Block], width: Int, wide: Int) -> RenderedText {
    var text = RenderedText()
    var previous: Block.Kind?
    for block in blocks {
      let lines = render(block, width: block.isScanned ? wide : width, depth: 0)
      guard !lines.isEmpty else { continue }
      if let previous {
        text.lines += gap(between: previous, and: block.kind)
      }
      switch block.kind {
      case .heading(let level, let content):
        text.anchors.append(
          .init(
            kind: .heading(level: level, title: content.plainText.withoutControls),
            line: text.lines.count))
      case .exercise(let id):
        text.anchors.append(.init(kind: .exercise(id), line: text.lines.count))
      case .quiz(let ids):
        text.anchors.append(.init(kind: .quiz(ids), line: text.lines.count))
      default:
        break
      }
      text.lines += lines
      previous = block.kind
    }
    if !footnotes.isEmpty {
      text.lines.append([])
      for (index, destination) in footnotes.enumerated() {
        let label = [Cell](text: "[\(index + 1)] ", .dim)
        text.lines += hanging(label, [Cell](text: destination, .dim), width: width)
      }
    }
    return text
  }

  /// Blocks one under the other.
  mutating func render(_ blocks: [Block], width: Int, depth: Int, isTight: Bool = false) -> [Line] {
    var lines: [Line] = []
    var previous: Block.Kind?
    for block in blocks {
      let next = render(block, width: width, depth: depth)
      guard !next.isEmpty else { continue }
      if let previous, !isTight { lines += gap(between: previous, and: block.kind) }
      lines += next
      previous = block.kind
    }
    return lines
  }

  /// One block.
  mutating func render(_ block: Block, width: Int, depth: Int) -> [Line] {
    switch block.kind {
    case .heading(let level, let content):
      return heading(level: level, content, width: width)
    case .paragraph(let content):
      return wrap(cells(content), width: width).map(\.line)
    case .quote(let blocks):
      return quote(blocks, width: width, depth: depth)
    case .list(let start, let isTight, let items):
      return list(start: start, isTight: isTight, items: items, width: width, depth: depth)
    case .code(let code):
      return self.code(code, width: width)
    case .table(let table):
      return self.table(table, width: width)
    case .rule:
      let length = min(width, 24)
      return [[Span(String(repeating: capabilities.drawsBoxes ? "─" : "-", count: length), .dim)]]
    case .pause:
      return []
    case .exercise(let id):
      return exerciseCard(id, width: width)
    case .quiz(let ids):
      return quizCard(ids, width: width)
    }
  }

  /// The empty lines between two blocks: sections stand apart, a program and what it printed
  /// stand together.
  private func gap(between previous: Block.Kind, and next: Block.Kind) -> [Line] {
    if case .code(let code) = previous, case .code(let following) = next, !code.isOutput,
      following.isOutput
    {
      return capabilities.drawsBoxes ? [] : [[]]
    }
    if case .heading(let level, _) = next, level <= 2, !isHeading(previous) { return [[], []] }
    return [[]]
  }

  private func isHeading(_ kind: Block.Kind) -> Bool {
    if case .heading = kind { true } else { false }
  }

  /// A heading. Weight and colour carry the hierarchy; where there are none, rules and marks do.
  private mutating func heading(level: Int, _ content: [Inline], width: Int) -> [Line] {
    let style: Style = level == 1 ? .title : level <= 3 ? .heading : .strong
    var text = cells(content, style)
    let isMarked = !capabilities.color && level > 2
    if isMarked { text = [Cell](text: String(repeating: "#", count: level) + " ") + text }
    var lines = wrap(text, width: width)
    let widest = lines.map(\.width).max() ?? 0
    if level == 1 {
      lines.append([Cell](text: rule(widest, heavy: true), [.dim]))
    } else if level == 2 && !capabilities.color {
      lines.append([Cell](text: rule(widest, heavy: false), [.dim]))
    }
    return lines.map(\.line)
  }

  private func rule(_ length: Int, heavy: Bool) -> String {
    let mark = capabilities.drawsBoxes ? (heavy ? "━" : "─") : (heavy ? "=" : "-")
    return String(repeating: mark, count: length)
  }

  private mutating func quote(_ blocks: [Block], width: Int, depth: Int) -> [Line] {
    let bar = Span(capabilities.drawsBoxes ? "│ " : "> ", .dim)
    guard width >= 6 else { return render(blocks, width: width, depth: depth + 1) }
    return render(blocks, width: width - 2, depth: depth + 1).map {
      $0.isEmpty ? [Span(bar.text.trimmingSpaces, .dim)] : [bar] + $0
    }
  }

  /// A label with text beside it; further lines align with the text.
  func hanging(_ label: [Cell], _ text: [Cell], width: Int) -> [Line] {
    let indent = label.width
    guard width - indent >= 8 else {
      return wrap(label + text, width: width).map(\.line)
    }
    let padding = [Cell](text: String(repeating: " ", count: indent))
    return wrap(text, width: width - indent).enumerated().map { index, line in
      ((index == 0 ? label : padding) + line).line
    }
  }
}

extension Block {
  /// Whether lines of it are looked up rather than read one after the other.
  fileprivate var isScanned: Bool {
    switch kind {
    case .code, .table: true
    default: false
    }
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
