/// Makes the mutants of a source, one small change each.
package struct Mutator {
  let source: [Character]
  let outline: SwiftOutline
  var tokens: [SwiftToken] { outline.tokens }
  private var mutants: [Mutant] = []
  private var seen: Set<String> = []

  /// All mutants of a source in the order of their places. Some of them may not compile.
  package static func mutants(of source: String) -> [Mutant] {
    var mutator = Mutator(source)
    for index in mutator.tokens.indices where mutator.outline.isCode[index] {
      mutator.changeToken(index)
    }
    mutator.changeConditions()
    mutator.changeResults()
    mutator.dropStatements()
    let placed = mutator.mutants.enumerated().sorted { left, right in
      (left.element.line, left.element.column, left.offset)
        < (right.element.line, right.element.column, right.offset)
    }
    return placed.map(\.element)
  }

  private init(_ source: String) {
    self.source = Self.characters(of: source)
    outline = SwiftOutline(SwiftLexer.tokens(of: self.source))
  }

  /// The characters of a source as the compiler sees them: a mark that joins a quote, a slash or
  /// another sign is a character of its own.
  private static func characters(of source: String) -> [Character] {
    source.flatMap { character in
      let scalars = character.unicodeScalars
      let isJoined =
        scalars.count > 1 && character != "\r\n"
        && scalars.contains { $0.isASCII && !$0.properties.isAlphabetic }
      return isJoined ? scalars.map { Character($0) } : [character]
    }
  }

  // MARK: Changing text

  func text(of range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last, tokens.indices.contains(last) else {
      return ""
    }
    return String(source[tokens[first].range.lowerBound..<tokens[last].range.upperBound])
  }

  /// Adds a mutant in which tokens are replaced by text.
  mutating func replace(_ range: Range<Int>, by text: String, _ kind: Mutant.Kind) {
    guard let first = range.first, let last = range.last else { return }
    let place = tokens[first].range.lowerBound..<tokens[last].range.upperBound
    // Lines keep their numbers, so that nothing but the change sets the programs apart.
    let lost = source[place].count(where: \.isNewline) - text.count(where: \.isNewline)
    let new = text + String(repeating: "\n", count: max(0, lost))
    let changed = String(source[..<place.lowerBound]) + new + String(source[place.upperBound...])
    guard changed != String(source), seen.insert(changed).inserted else { return }
    let beginning = source[..<place.lowerBound]
    let lineStart = (beginning.lastIndex(where: \.isNewline) ?? -1) + 1
    let line = beginning.count(where: \.isNewline)
    mutants.append(
      Mutant(
        kind: kind, line: line + 1, column: place.lowerBound - lineStart + 1,
        before: shown(line, of: source[...]), after: shown(line, of: Array(changed)[...]),
        source: changed))
  }

  private func shown(_ line: Int, of text: ArraySlice<Character>) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var shown = lines[line].drop(while: \.isWhitespace)
    while shown.last?.isWhitespace == true { shown.removeLast() }
    return String(shown)
  }

  // MARK: Conditions, results, statements

  private mutating func changeConditions() {
    for condition in outline.conditions {
      let isLoop = condition.lowerBound > 0 && tokens[condition.lowerBound - 1].text == "while"
      replace(condition, by: "!(\(text(of: condition)))", .condition)
      // A loop that never ends is caught by the clock alone; one that never begins is told from it.
      if !isLoop { replace(condition, by: "true", .condition) }
      replace(condition, by: "false", .condition)
    }
  }

  private mutating func changeResults() {
    for result in outline.results {
      for value in Self.values(of: result.type) { replace(result.tokens, by: value, .result) }
    }
  }

  /// Simple values of a type, by its name.
  private static func values(of type: String) -> [String] {
    if type.hasSuffix("?") { return ["nil"] }
    if type.hasPrefix("["), type.hasSuffix("]") { return [type.contains(":") ? "[:]" : "[]"] }
    switch type {
    case "Bool": return ["true", "false"]
    case "String": return ["\"\""]
    case "Int", "Float", "Double", "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64",
      "UInt64", "UInt":
      return ["0"]
    default: return []
    }
  }

  private mutating func dropStatements() {
    for statement in outline.statements { replace(statement, by: "", .statement) }
  }
}
