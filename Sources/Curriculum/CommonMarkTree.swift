import Ccmark

/// A parsed CommonMark document.
///
/// The only file that sees C: what leaves it are values.
struct CommonMarkTree: ~Copyable {
  /// Where a document nests too deep, as cmark counts.
  struct TooDeep: Error {
    var line: Int
    var byte: Int
  }

  private let root: OpaquePointer

  /// Parses `text`; nil when memory is short.
  ///
  /// No option is set: SMART would turn a table's dashes into typographic ones.
  init?(_ text: String) {
    var text = text.isEmpty ? "\n" : text
    let parsed = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.flatMap {
          cmark_parse_document($0, characters.count, CMARK_OPT_DEFAULT)
        }
      }
    }
    guard let parsed else { return nil }
    root = parsed
  }

  deinit { cmark_node_free(root) }

  /// The deepest nesting of blocks and inlines that is read.
  static let depthLimit = 100

  /// The tree as values; throws the place at which it nests deeper than `depthLimit`.
  ///
  /// A loop with a stack of its own: a hostile document nests 20,000 deep, and the stack of the
  /// program would overflow.
  func node() throws(TooDeep) -> MarkdownNode {
    var open: [MarkdownNode] = []
    func place() -> TooDeep {
      // Inline nodes of cmark 0.30 do not all have a place; blocks do.
      let last = open.last { $0.startByte > 0 }
      return TooDeep(line: last?.lines.lowerBound ?? 1, byte: last?.startByte ?? 1)
    }
    guard let walk = cmark_iter_new(root) else { throw place() }
    defer { cmark_iter_free(walk) }
    while true {
      let event = cmark_iter_next(walk)
      guard event != CMARK_EVENT_DONE, let current = cmark_iter_get_node(walk) else {
        throw place()
      }
      if event == CMARK_EVENT_ENTER {
        let node = Self.value(of: current)
        if Self.isLeaf(current) {
          guard !open.isEmpty else { return node }
          open[open.count - 1].children.append(node)
        } else {
          guard open.count < Self.depthLimit else { throw place() }
          open.append(node)
        }
      } else if event == CMARK_EVENT_EXIT, let done = open.popLast() {
        guard !open.isEmpty else { return done }
        open[open.count - 1].children.append(done)
      }
    }
  }

  /// Whether the iterator sends no exit event for the node.
  private static func isLeaf(_ node: OpaquePointer) -> Bool {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_CODE_BLOCK, CMARK_NODE_TEXT,
      CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
      true
    default: false
    }
  }

  /// C's text as a string, with marks in place of control characters: `&#27;` in a lesson would
  /// otherwise reach the terminal as an escape.
  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    let string = text.map { String(cString: $0) } ?? ""
    guard SourceText.refusedScalar(in: string, allowsNewline: true) != nil else { return string }
    let scalars = string.unicodeScalars.map {
      SourceText.isRefused($0, allowsNewline: true) ? "\u{FFFD}" : $0
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func value(of node: OpaquePointer) -> MarkdownNode {
    let literal = string(cmark_node_get_literal(node))
    let kind: MarkdownNode.Kind =
      switch cmark_node_get_type(node) {
      case CMARK_NODE_DOCUMENT: .document
      case CMARK_NODE_BLOCK_QUOTE: .quote
      case CMARK_NODE_LIST:
        .list(
          start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            ? Int(cmark_node_get_list_start(node)) : nil,
          isTight: cmark_node_get_list_tight(node) != 0)
      case CMARK_NODE_ITEM: .item
      case CMARK_NODE_CODE_BLOCK:
        .codeBlock(info: string(cmark_node_get_fence_info(node)), literal)
      case CMARK_NODE_HTML_BLOCK: .htmlBlock(literal)
      case CMARK_NODE_PARAGRAPH: .paragraph
      case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
      case CMARK_NODE_THEMATIC_BREAK: .rule
      case CMARK_NODE_TEXT: .text(literal)
      case CMARK_NODE_SOFTBREAK: .softBreak
      case CMARK_NODE_LINEBREAK: .lineBreak
      case CMARK_NODE_CODE: .code(literal)
      case CMARK_NODE_HTML_INLINE: .htmlInline(literal)
      case CMARK_NODE_EMPH: .emphasis
      case CMARK_NODE_STRONG: .strong
      case CMARK_NODE_LINK: .link(string(cmark_node_get_url(node)))
      case CMARK_NODE_IMAGE: .image(string(cmark_node_get_url(node)))
      default: .paragraph
      }
    return MarkdownNode(
      kind: kind,
      lines: Int(
        cmark_node_get_start_line(node))...max(
          Int(cmark_node_get_start_line(node)), Int(cmark_node_get_end_line(node))),
      startByte: Int(cmark_node_get_start_column(node)),
      children: [])
  }
}

/// A node of a CommonMark document, as a value.
struct MarkdownNode {
  enum Kind {
    case document, quote, item, paragraph, rule
    case list(start: Int?, isTight: Bool)
    case codeBlock(info: String, String)
    case htmlBlock(String)
    case heading(level: Int)
    case text(String), code(String)
    case softBreak, lineBreak, emphasis, strong
    case htmlInline(String)
    case link(String), image(String)
  }
  var kind: Kind
  /// The lines of the parsed text that the node spans, counted from 1.
  ///
  /// A comment of one line ends one line before it starts in cmark 0.30; the range is mended.
  var lines: ClosedRange<Int>
  /// The column of the first byte, counted from 1; 0 where cmark gives none.
  var startByte: Int
  var children: [MarkdownNode]
}
