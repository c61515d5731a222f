import Yams

/// A YAML value with its place; scalars stay the strings that the author wrote.
///
/// `no`, `1:30` and `0x10` are words until a field asks for something else.
struct YAMLValue {
  enum Content {
    case scalar(String)
    case list([YAMLValue])
    case mapping([Entry])
  }
  struct Entry {
    var key: String
    var position: SourcePosition
    var value: YAMLValue
  }
  var content: Content
  var position: SourcePosition

  /// Reads a YAML text; `locate` turns a line and a column (from 1) of it into a place in the file.
  init(
    _ text: String, at start: SourcePosition,
    locate: @escaping (_ line: Int, _ column: Int) -> SourcePosition
  ) throws(CourseProblem) {
    guard !Self.nestsDeeply(text) else {
      throw CourseProblem(.nestedTooDeep(limit: Self.depthLimit), at: start)
    }
    if text.utf8.contains(UInt8(ascii: "&")) {
      // Aliases are taken out before anchors are looked for: a key made of aliases of aliases
      // costs time without bound as soon as it is hashed.
      let harmless = text.replacing("*", with: "x")
      try Self.compose(harmless, at: start, locate: locate) { _ in }
    }
    var value: YAMLValue?
    try Self.compose(text, at: start, locate: locate) { value = $0 }
    self = value ?? YAMLValue(content: .mapping([]), position: start)
  }

  private init(content: Content, position: SourcePosition) {
    self.content = content
    self.position = position
  }

  /// The deepest nesting that is read.
  static let depthLimit = 100

  /// Whether brackets or indentation could nest deeper than the limit.
  ///
  /// The YAML parser recurses, so this is found out before it runs.
  private static func nestsDeeply(_ text: String) -> Bool {
    var brackets = 0
    var markers = 0
    var atStart = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        brackets += 1
        atStart = false
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        brackets -= 1
        atStart = false
      case UInt8(ascii: "\n"):
        atStart = true
        markers = 0
      case UInt8(ascii: " ") where atStart, UInt8(ascii: "-") where atStart,
        UInt8(ascii: "?") where atStart:
        markers += 1
      default: atStart = false
      }
      if brackets > depthLimit || markers > 2 * depthLimit { return true }
    }
    return false
  }

  private static func compose(
    _ text: String, at start: SourcePosition, locate: (Int, Int) -> SourcePosition,
    _ use: (YAMLValue) -> Void
  ) throws(CourseProblem) {
    do {
      let parser = try Parser(yaml: text, encoding: .utf8)
      // Nodes hold their anchors weakly; the parser owns them.
      try withExtendedLifetime(parser) {
        guard let node = try parser.singleRoot() else { return }
        use(try value(of: node, at: start, locate: locate))
      }
    } catch let problem as CourseProblem {
      throw problem
    } catch let error as YamlError {
      throw problem(of: error, at: start, locate: locate)
    } catch {
      throw CourseProblem(.yamlSyntax("\(error)"), at: start)
    }
  }

  private static func value(
    of node: Node, at start: SourcePosition, locate: (Int, Int) -> SourcePosition
  ) throws(CourseProblem) -> YAMLValue {
    let position = node.mark.map { locate($0.line, $0.column) } ?? start
    switch node {
    case .scalar(let scalar):
      guard scalar.anchor == nil else { throw CourseProblem(.anchorRefused, at: position) }
      return YAMLValue(content: .scalar(scalar.string), position: position)
    case .sequence(let sequence):
      guard sequence.anchor == nil else { throw CourseProblem(.anchorRefused, at: position) }
      var list: [YAMLValue] = []
      for element in sequence {
        list.append(try value(of: element, at: start, locate: locate))
      }
      return YAMLValue(content: .list(list), position: position)
    case .mapping(let mapping):
      guard mapping.anchor == nil else { throw CourseProblem(.anchorRefused, at: position) }
      var entries: [Entry] = []
      for (key, element) in mapping {
        let place = key.mark.map { locate($0.line, $0.column) } ?? position
        guard case .scalar(let name) = key else {
          throw CourseProblem(.yamlSyntax("a key is a single word"), at: place)
        }
        entries.append(
          Entry(
            key: name.string, position: place,
            value: try value(of: element, at: start, locate: locate)))
      }
      return YAMLValue(content: .mapping(entries), position: position)
    case .alias:
      throw CourseProblem(.anchorRefused, at: position)
    }
  }

  private static func problem(
    of error: YamlError, at start: SourcePosition, locate: (Int, Int) -> SourcePosition
  ) -> CourseProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let place = locate(mark.line, mark.column)
      if problem.contains("mapping values are not allowed") {
        return CourseProblem(.colonNeedsQuotes, at: place)
      }
      if problem.contains("undefined alias") { return CourseProblem(.anchorRefused, at: place) }
      return CourseProblem(.yamlSyntax(problem), at: place)
    case .duplicatedKeysInMapping(let keys, let context):
      return CourseProblem(
        .duplicateKey(keys.first ?? ""), at: locate(context.mark.line, context.mark.column))
    case .reader(let problem, _, _, _):
      return CourseProblem(.yamlSyntax(problem), at: start)
    default:
      return CourseProblem(.yamlSyntax("\(error)"), at: start)
    }
  }
}
