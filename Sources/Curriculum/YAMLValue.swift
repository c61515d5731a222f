import Yams

/// A YAML value with its place; scalars stay the strings that the author wrote.
///
/// `no`, `1:30` and `0x10` are words until a field asks for something else.
struct YAMLValue: Sendable {
  enum Content: Sendable {
    case scalar(String)
    case list([YAMLValue])
    case mapping([Entry])
  }
  struct Entry: Sendable {
    var key: String
    var position: SourcePosition
    var value: YAMLValue
  }
  var content: Content
  var position: SourcePosition

  /// The deepest nesting that is read.
  static let depthLimit = 100

  /// Reads a YAML text whose first line stands in `firstLine` of a file; an empty text is an empty
  /// mapping.
  init(_ text: String, firstLine: Int, in source: SourceText) throws(CourseProblem) {
    let reader = YAMLReader(text: text, firstLine: firstLine, source: source)
    let result = reader.mayNestDeep ? withDeepStack { reader.result() } : reader.result()
    self =
      try result.get()
      ?? YAMLValue(
        content: .mapping([]), position: source.position(line: firstLine - 1, byte: 1))
  }

  fileprivate init(content: Content, position: SourcePosition) {
    self.content = content
    self.position = position
  }
}

/// Reads one YAML text with libyaml, which refuses by itself to nest more than 1,000 deep.
private struct YAMLReader {
  let text: String
  let lines: [Substring]
  let firstLine: Int
  let source: SourceText

  init(text: String, firstLine: Int, source: SourceText) {
    self.text = text
    self.firstLine = firstLine
    self.source = source
    lines = Substring(text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// Whether there are marks enough for a depth that an ordinary stack might not hold.
  ///
  /// Brackets in quotations are counted too: that only costs a thread. In lines each level needs
  /// a space or a mark more, and a list may stand in the column of its name.
  var mayNestDeep: Bool {
    let brackets = text.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
    let margin = lines.map { $0.utf8.prefix { " -?".utf8.contains($0) }.count }.max() ?? 0
    return brackets + 2 * margin > 100
  }

  func result() -> Result<YAMLValue?, CourseProblem> {
    do throws(CourseProblem) {
      return .success(try read())
    } catch {
      return .failure(error)
    }
  }

  private func read() throws(CourseProblem) -> YAMLValue? {
    do {
      // An alias of aliases of aliases costs time without bound as soon as it is hashed, so
      // anchors are looked for in a text without aliases.
      if text.utf8.contains(UInt8(ascii: "&")) {
        _ = try compose(String(decoding: text.utf8.map { $0 == 0x2A ? 0x78 : $0 }, as: UTF8.self))
      }
      return try compose(text)
    } catch let problem as CourseProblem {
      throw problem
    } catch let error as YamlError {
      throw problem(of: error)
    } catch {
      throw CourseProblem(.yamlSyntax("\(error)"), at: source.position(line: firstLine, byte: 1))
    }
  }

  private func compose(_ text: String) throws -> YAMLValue? {
    // No rule of a resolver is asked for: what a scalar means is for its field to say.
    let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
    // Nodes hold their anchors weakly; the parser owns them.
    return try withExtendedLifetime(parser) {
      try parser.singleRoot().map { try value(of: $0, depth: 1) }
    }
  }

  /// The place of a line and a column (from 1, in scalars) of the text.
  private func place(line: Int, column: Int) -> SourcePosition {
    let content = lines.indices.contains(line - 1) ? lines[line - 1] : ""
    return source.position(line: firstLine + line - 1, scalar: column - 1, of: content)
  }

  private func place(_ mark: Mark) -> SourcePosition {
    place(line: mark.line, column: mark.column)
  }

  // MARK: Values

  private func value(of node: Node, depth: Int) throws(CourseProblem) -> YAMLValue {
    let position = node.mark.map(place) ?? place(line: 1, column: 1)
    guard depth <= YAMLValue.depthLimit else {
      throw CourseProblem(.nestedTooDeep(limit: YAMLValue.depthLimit), at: position)
    }
    guard node.anchor == nil else { throw CourseProblem(.anchorRefused, at: position) }
    switch node {
    case .scalar(let scalar):
      // A word that begins with `!` is a tag, and would vanish from the text. Quoted texts have
      // the tag of texts without being given one.
      let tag = scalar.tag.description
      if !tag.isEmpty, scalar.style == .plain || tag != "tag:yaml.org,2002:str" {
        throw CourseProblem(.tagRefused(tag), at: position)
      }
      if scalar.style == .plain, let mark = scalar.mark,
        let lost = commentBehind(scalar.string, at: mark)
      {
        throw CourseProblem(.textCutByComment, at: lost)
      }
      if let refused = SourceText.refusedScalar(in: scalar.string, allowsNewline: true) {
        throw CourseProblem(
          .controlCharacter(scalar.string.unicodeScalars[refused]), at: position)
      }
      return YAMLValue(content: .scalar(scalar.string), position: position)
    case .sequence(let sequence):
      var list: [YAMLValue] = []
      list.reserveCapacity(sequence.count)
      for element in sequence { list.append(try value(of: element, depth: depth + 1)) }
      return YAMLValue(content: .list(list), position: position)
    case .mapping(let mapping):
      var entries: [YAMLValue.Entry] = []
      for (key, element) in mapping {
        let place = key.mark.map(place) ?? position
        guard key.anchor == nil else { throw CourseProblem(.anchorRefused, at: place) }
        guard case .scalar(let name) = key else {
          throw CourseProblem(.keyNotAWord, at: place)
        }
        entries.append(
          YAMLValue.Entry(
            key: name.string, position: place, value: try value(of: element, depth: depth + 1)))
      }
      return YAMLValue(content: .mapping(entries), position: position)
    case .alias:
      throw CourseProblem(.anchorRefused, at: position)
    }
  }

  /// The place of a `#` that ends a plain scalar after a single space, as in `prompt: What is #1?`.
  ///
  /// YAML drops such a text without a word. Two spaces are taken for a comment that is meant.
  private func commentBehind(_ text: String, at mark: Mark) -> SourcePosition? {
    guard !text.isEmpty, mark.line <= lines.count else { return nil }
    var line = mark.line - 1
    var rest = lines[line].unicodeScalars.dropFirst(mark.column - 1)
    // A scalar may go on in the next lines, which YAML joins with spaces.
    for scalar in text.unicodeScalars where scalar != " " && scalar != "\n" && scalar != "\t" {
      while rest.first != scalar {
        if let next = rest.first, next == " " || next == "\t" {
          rest.removeFirst()
        } else if rest.isEmpty, line + 1 < lines.count {
          line += 1
          rest = lines[line].unicodeScalars[...]
        } else {
          return nil
        }
      }
      rest.removeFirst()
    }
    guard rest.starts(with: " #".unicodeScalars) else { return nil }
    let column = lines[line].unicodeScalars.count - rest.count + 2
    return place(line: line + 1, column: column)
  }

  // MARK: Errors

  private func problem(of error: YamlError) -> CourseProblem {
    let start = source.position(line: firstLine, byte: 1)
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.contains("unexpected end of stream"), let context {
        // The end says nothing; where the quotation began does.
        return CourseProblem(.yamlSyntax("a quotation mark is not closed"), at: place(context.mark))
      }
      return CourseProblem(
        reason(problem, while: context?.text ?? "", at: mark), at: place(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      return CourseProblem(.duplicateKey(keys.first ?? ""), at: place(context.mark))
    case .reader(let problem, _, _, _):
      return CourseProblem(.yamlSyntax(problem), at: start)
    default:
      return CourseProblem(.yamlSyntax("\(error)"), at: start)
    }
  }

  /// What libyaml means, in the words of somebody who writes a lesson.
  private func reason(
    _ problem: String, while context: String, at mark: Mark
  ) -> CourseProblem.Reason {
    if problem.contains("mapping values are not allowed") { return .colonNeedsQuotes }
    if problem.contains("undefined alias") || context.contains("an alias")
      || context.contains("an anchor")
    {
      return .anchorRefused
    }
    if problem.contains("Maximum nesting level") {
      return .nestedTooDeep(limit: YAMLValue.depthLimit)
    }
    if problem.contains("cannot start any token"), lines.indices.contains(mark.line - 1),
      let first = lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).first
    {
      return first == "\t" ? .tabIndentation : .textNeedsQuotes(Character(first))
    }
    if problem.contains("tab character") { return .tabIndentation }
    return .yamlSyntax(Self.words[problem] ?? problem)
  }

  private static let words = [
    "did not find expected key": "this line's indentation does not fit the lines before it",
    "did not find expected <document start>":
      "this line's indentation does not fit the lines before it",
    "but found another document": "\"---\" would begin another document; remove it",
    "did not find expected '-' indicator":
      "this line's indentation does not fit the list before it",
    "did not find expected ',' or ']'": "a \",\" or \"]\" is missing before this",
    "did not find expected ',' or '}'": "a \",\" or \"}\" is missing before this",
    "could not find expected ':'": "a \":\" is missing before this",
    "block sequence entries are not allowed in this context":
      "a list's \"-\" cannot stand here; begin it on a line of its own",
    "did not find expected node content": "a value is missing before this",
    "found character that cannot start any token": "this character cannot stand here",
    "found unknown escape character": "inside \"…\" a backslash must be doubled",
  ]
}
