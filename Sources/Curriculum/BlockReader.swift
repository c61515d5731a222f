import Foundation

/// Turns CommonMark's nodes into a lesson's blocks, and hands out the fences that mean more than
/// code.
struct BlockReader {
  let source: SourceText
  /// What becomes of a fence: a block, nothing, or (where it answers nil) code that is shown.
  var fence: ((Fence) -> FenceMeaning)?
  /// Hears the language of a fence whose first line cannot be read.
  var malformedFence: ((String) -> Void)?
  private(set) var problems: [CourseProblem] = []

  init(source: SourceText, fence: ((Fence) -> FenceMeaning)? = nil) {
    self.source = source
    self.fence = fence
  }

  /// A fenced block as it stands in the file.
  struct Fence {
    var info: InfoString
    var text: String
    /// Where the opening fence stands.
    var position: SourcePosition
    /// The byte of that line, from 1, at which the info string begins.
    var infoByte: Int
    /// The line of the first line of code.
    var firstLine: Int { position.line + 1 }
  }

  enum FenceMeaning {
    /// Shown as code.
    case code(CodeUse)
    case block(Block.Kind)
    case nothing
  }

  /// What the words of a fence say about code that is shown.
  struct CodeUse {
    var isRun = false
    var isMeasured = false
    var machine: String?
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
    case .htmlBlock(let text):
      if text.range(of: "<!--", options: .backwards).map({
        text.range(of: "-->", range: $0.upperBound..<text.endIndex) == nil
      }) ?? false {
        problems.append(CourseProblem(.commentNotClosed, at: position))
      }
      return Self.blocks(ofHTML: text).flatMap(one)
    case .paragraph: return paragraph(node, at: position)
    case .codeBlock(let info, let text): return code(node, info: info, text: text, at: position)
    default: return blocks(of: node)
    }
  }

  // MARK: Code

  private mutating func code(
    _ node: MarkdownNode, info: String, text: String, at position: SourcePosition
  ) -> [Block] {
    func shown(_ language: String, _ firstLine: Int, _ use: CodeUse = CodeUse()) -> [Block] {
      let code = Code(
        language: language, isRun: use.isRun, isMeasured: use.isMeasured, machine: use.machine,
        text: text, firstLine: firstLine)
      return [Block(.code(code), at: position)]
    }
    guard let opening = opening(of: node, info: info, text: text) else {
      return shown("", position.line)
    }
    let language = String(opening.info.prefix { $0 != " " && $0 != "\t" })
    guard isClosed(node, opening) else {
      // It holds more than it was meant to; what that is has no meaning.
      problems.append(CourseProblem(.fenceNotClosed, at: position))
      malformedFence?(language)
      return shown(language, position.line + 1)
    }
    let parsed: InfoString
    do throws(InfoStringError) {
      parsed = try InfoString(opening.info)
    } catch {
      let place = source.position(line: position.line, byte: opening.infoByte + error.offset)
      if fence != nil { problems.append(CourseProblem(.malformedInfo("\(error)"), at: place)) }
      malformedFence?(language)
      return shown(language, position.line + 1)
    }
    guard let fence else { return shown(parsed.language, position.line + 1) }
    let meaning = fence(
      Fence(info: parsed, text: text, position: position, infoByte: opening.infoByte))
    switch meaning {
    case .code(let use): return shown(parsed.language, position.line + 1, use)
    case .block(let kind): return [Block(kind, at: position)]
    case .nothing: return []
    }
  }

  /// The first line of a fence, taken from the file.
  private struct Opening {
    var mark: UInt8
    var length: Int
    var info: String
    /// The byte of the line, from 1, at which the info string begins.
    var infoByte: Int
  }

  /// The first line of a fence; nil for indented code.
  ///
  /// cmark undoes backslashes in the info string, so `\"` in a check's title could not be told
  /// from the title's end; and it does not say whether code is fenced.
  private func opening(of node: MarkdownNode, info: String, text: String) -> Opening? {
    guard source.lines.indices.contains(node.lines.lowerBound - 1) else { return nil }
    let line = source.lines[node.lines.lowerBound - 1].utf8
    let rest = line.dropFirst(node.startByte - 1)
    guard let mark = rest.first, Self.isFenceMark(mark) else { return nil }
    let length = rest.prefix { $0 == mark }.count
    // Indented code begins with what stands in its first line, a fence with the line after it.
    guard length >= 3, !info.isEmpty || !text.utf8.prefix(while: { $0 != 0x0A }).elementsEqual(rest)
    else { return nil }
    let afterMark = rest.dropFirst(length)
    let start = afterMark.drop { $0 == 0x20 || $0 == 0x09 }
    return Opening(
      mark: mark, length: length, info: String(Substring(start)),
      infoByte: line.count - start.count + 1)
  }

  private static func isFenceMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~")
  }

  /// Whether the last line of a fence closes it.
  private func isClosed(_ node: MarkdownNode, _ opening: Opening) -> Bool {
    guard node.lines.count > 1, source.lines.indices.contains(node.lines.upperBound - 1) else {
      return false
    }
    let line = Self.withoutPrefix(source.lines[node.lines.upperBound - 1]).utf8
    let length = line.prefix { $0 == opening.mark }.count
    return length >= opening.length
      && line.dropFirst(length).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  // MARK: Paragraphs and tables

  /// A paragraph, or the table that cmark took for one, or both: a table may follow a paragraph
  /// without an empty line.
  private func paragraph(_ node: MarkdownNode, at position: SourcePosition) -> [Block] {
    let plain = Block(.paragraph(Self.inlines(of: node)), at: position)
    guard node.lines.count > 1, source.lines.count >= node.lines.upperBound else { return [plain] }
    guard node.lines.contains(where: { source.lines[$0 - 1].utf8.contains(UInt8(ascii: "|")) })
    else { return [plain] }
    var lines = node.lines.map { Self.withoutPrefix(source.lines[$0 - 1]) }
    // A paragraph that begins a list's item has the item's mark before it.
    let first = source.lines[node.lines.lowerBound - 1].utf8
    lines[0] = Substring(first.dropFirst(node.startByte - 1))
    for row in lines.indices.dropFirst() {
      guard let table = TableReader.table(lines[(row - 1)...]) else { continue }
      let before = Markdown.inlines(lines[..<(row - 1)].joined(separator: "\n"))
      let line = node.lines.lowerBound + row - 1
      let byte = source.lines[line - 1].utf8.count - lines[row - 1].utf8.count + 1
      return (before.isEmpty ? [] : [Block(.paragraph(before), at: position)])
        + [Block(.table(table), at: source.position(line: line, byte: byte))]
    }
    return [plain]
  }

  /// A line without its indentation and the marks of the quotations that it stands in.
  private static func withoutPrefix(_ line: String) -> Substring {
    Substring(line.utf8.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") })
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

  /// A node's content; texts that touch become one, since cmark cuts them at every mark that it
  /// considered.
  static func inlines(of node: MarkdownNode) -> [Inline] {
    var content: [Inline] = []
    var text = ""
    func flush() {
      if !text.isEmpty { content.append(.text(text)) }
      text = ""
    }
    for child in node.children {
      switch inline(child) {
      case .text(let more): text += more
      case let next?:
        flush()
        content.append(next)
      case nil: break
      }
    }
    flush()
    return content
  }

  private static func inline(_ node: MarkdownNode) -> Inline? {
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
