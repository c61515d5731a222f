import Foundation

/// Turns CommonMark's nodes into a lesson's blocks, and hands out the fences that mean more than
/// code.
struct BlockReader {
  let source: SourceText
  /// What becomes of a fence: a block, nothing, or (where it answers nil) code that is shown.
  var fence: ((Fence) -> FenceMeaning)?
  private(set) var problems: [CourseProblem] = []

  /// The deepest nesting of blocks and inlines that is read.
  static let depthLimit = 100

  init(source: SourceText, fence: ((Fence) -> FenceMeaning)? = nil) {
    self.source = source
    self.fence = fence
  }

  /// A fenced block as it stands in the file.
  struct Fence {
    var info: InfoString
    var text: String
    /// The line of the opening fence.
    var position: SourcePosition
    /// The line of the first line of code.
    var firstLine: Int
  }

  enum FenceMeaning {
    /// Shown as code; `isRun` when the linter runs it.
    case code(isRun: Bool)
    case block(Block.Kind)
    case nothing
  }

  mutating func blocks(of parent: MarkdownNode) -> [Block] {
    parent.children.flatMap { blocks(for: $0) }
  }

  private mutating func blocks(for node: MarkdownNode) -> [Block] {
    let position = source.position(line: node.lines.lowerBound, byte: node.startByte)
    func one(_ kind: Block.Kind) -> [Block] { [Block(kind, at: position)] }
    switch node.kind {
    case .heading(let level): return one(.heading(level: level, Self.inlines(of: node)))
    case .quote: return one(.quote(blocks(of: node)))
    case .rule: return one(.rule)
    case .list(let start, let isTight):
      var items: [[Block]] = []
      for item in node.children { items.append(blocks(of: item)) }
      return one(.list(start: start, isTight: isTight, items: items))
    case .htmlBlock(let text): return Self.blocks(ofHTML: text).flatMap(one)
    case .paragraph: return paragraph(node, at: position)
    case .codeBlock(let info, let text): return code(node, info: info, text: text, at: position)
    default: return blocks(of: node)
    }
  }

  // MARK: Code

  private mutating func code(
    _ node: MarkdownNode, info: String, text: String, at position: SourcePosition
  ) -> [Block] {
    let isFenced = isFence(line: node.lines.lowerBound)
    let firstLine = node.lines.lowerBound + (isFenced ? 1 : 0)
    if isFenced,
      node.lines.upperBound == node.lines.lowerBound || !isFence(line: node.lines.upperBound)
    {
      problems.append(CourseProblem(.fenceNotClosed, at: position))
    }
    func shown(_ language: String, isRun: Bool) -> [Block] {
      let code = Code(language: language, isRun: isRun, text: text, firstLine: firstLine)
      return [Block(.code(code), at: position)]
    }
    let parsed: InfoString
    do throws(InfoStringError) {
      parsed = try InfoString(info)
    } catch {
      if fence != nil { problems.append(CourseProblem(.malformedInfo("\(error)"), at: position)) }
      return shown(String(info.prefix { $0 != " " }), isRun: false)
    }
    guard let fence else { return shown(parsed.language, isRun: false) }
    let meaning = fence(
      Fence(info: parsed, text: text, position: position, firstLine: firstLine))
    switch meaning {
    case .code(let isRun): return shown(parsed.language, isRun: isRun)
    case .block(let kind): return [Block(kind, at: position)]
    case .nothing: return []
    }
  }

  private func isFence(line: Int) -> Bool {
    guard source.lines.indices.contains(line - 1) else { return false }
    let text = source.lines[line - 1].drop { " \t>-*+0123456789.)".contains($0) }
    return text.hasPrefix("```") || text.hasPrefix("~~~")
  }

  // MARK: Paragraphs and tables

  /// A paragraph, or the table that cmark took for one, or both.
  private func paragraph(_ node: MarkdownNode, at position: SourcePosition) -> [Block] {
    let plain = Block(.paragraph(Self.inlines(of: node)), at: position)
    guard node.lines.count > 1, source.lines.count >= node.lines.upperBound else { return [plain] }
    let lines = node.lines.map { Self.withoutPrefix(source.lines[$0 - 1]) }
    guard let delimiter = lines.indices.dropFirst().first(where: { lines[$0].contains("|") }),
      case let candidates = lines.indices.dropFirst().filter({
        TableReader.alignments(lines[$0]) != nil
      }), let row = candidates.first, delimiter <= row,
      let table = TableReader.table(Array(lines[(row - 1)...]))
    else { return [plain] }
    let place = SourcePosition(
      file: source.file, line: node.lines.lowerBound + row - 1, column: position.column)
    let before = lines[..<(row - 1)].joined(separator: "\n")
    return (before.isEmpty ? [] : [Block(.paragraph(Markdown.inlines(before)), at: position)])
      + [Block(.table(table), at: place)]
  }

  /// A line without the marks of the quotations that it stands in.
  private static func withoutPrefix(_ line: String) -> String {
    String(line.drop { $0 == " " || $0 == "\t" || $0 == ">" })
  }

  // MARK: HTML

  /// A comment that says `pause` is a pause, other comments are nothing, other HTML is text as it
  /// was typed: a terminal has no use for it, and dropping it would hide an author's mistake.
  private static func blocks(ofHTML text: String) -> [Block.Kind] {
    var kinds: [Block.Kind] = []
    var rest = Substring(text)
    func shown(_ text: Substring) {
      let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
      if !words.isEmpty { kinds.append(.paragraph([.text(words)])) }
    }
    while let open = rest.range(of: "<!--") {
      shown(rest[..<open.lowerBound])
      let close = rest.range(of: "-->", range: open.upperBound..<rest.endIndex)
      let comment = rest[open.upperBound..<(close?.lowerBound ?? rest.endIndex)]
      if comment.trimmingCharacters(in: .whitespacesAndNewlines) == "pause" { kinds.append(.pause) }
      rest = rest[(close?.upperBound ?? rest.endIndex)...]
    }
    shown(rest)
    return kinds
  }

  // MARK: Inlines

  private static func inlines(of node: MarkdownNode) -> [Inline] {
    node.children.compactMap(inline)
  }

  static func inline(_ node: MarkdownNode) -> Inline? {
    switch node.kind {
    case .text(let text): .text(text)
    case .code(let text): .code(text)
    case .softBreak: .softBreak
    case .lineBreak: .lineBreak
    case .emphasis: .emphasis(inlines(of: node))
    case .strong: .strong(inlines(of: node))
    case .link(let destination): .link(destination: destination, inlines(of: node))
    case .image(let source): .image(source: source, inlines(of: node))
    case .htmlInline(let text):
      if text.hasPrefix("<!--") {
        nil
      } else if text.hasPrefix("<br") {
        .lineBreak
      } else {
        .text(text)
      }
    default: nil
    }
  }
}
