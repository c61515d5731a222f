/// Which of a source's tokens are code that runs, and what its statements, conditions and results
/// are. Names, types, signatures and messages of the programmer's own errors are none of these.
///
/// It is read from tokens and from the lines of formatted source, not from a grammar: what it takes
/// wrongly gives a mutant that does not compile, which costs a moment and counts for nothing.
struct SwiftOutline {
  /// What a function gives back.
  struct Result {
    var tokens: Range<Int>
    /// The type as it is written, without spaces.
    var type: String
  }

  let tokens: [SwiftToken]
  /// For each bracket the index of its partner.
  let partners: [Int: Int]
  /// Whether a token may be changed.
  private(set) var isCode: [Bool]
  /// Statements that can be left out.
  private(set) var statements: [Range<Int>] = []
  /// Conditions of `if`, `guard`, `while`, `where` and of `… ? … : …`.
  private(set) var conditions: [Range<Int>] = []
  /// The expressions that functions give back.
  private(set) var results: [Result] = []

  init(_ tokens: [SwiftToken]) {
    self.tokens = tokens
    let partners = Self.partners(in: tokens)
    self.partners = partners ?? [:]
    isCode = tokens.map { _ in false }
    if partners != nil { readDeclarations(tokens.indices) }
  }

  /// The deepest nesting that is read; the compiler takes no deeper one.
  private static let deepest = 256

  /// For each bracket the index of its partner; nil where one has none, or they nest too deep.
  private static func partners(in tokens: [SwiftToken]) -> [Int: Int]? {
    let closing = [")": "(", "]": "[", "}": "{"]
    var partners: [Int: Int] = [:]
    var open: [Int] = []
    for (index, token) in tokens.enumerated() where token.kind == .punctuation {
      if "([{".contains(token.text) {
        open.append(index)
        guard open.count <= deepest else { return nil }
      } else if let opening = closing[token.text] {
        guard let last = open.popLast(), tokens[last].text == opening else { return nil }
        (partners[last], partners[index]) = (index, last)
      }
    }
    return open.isEmpty ? partners : nil
  }

  // MARK: Steps

  private func text(_ index: Int) -> String {
    tokens.indices.contains(index) ? tokens[index].text : ""
  }

  /// The index after a token, or after the bracket that it opens.
  private func after(_ index: Int) -> Int {
    guard let partner = partners[index], partner > index else { return index + 1 }
    return partner + 1
  }

  /// The first token from `start` on, outside of brackets, for which this holds.
  private func first(
    from start: Int, before end: Int, where isMeant: (Int) -> Bool
  ) -> Int? {
    var index = start
    while index < end {
      if isMeant(index) { return index }
      index = after(index)
    }
    return nil
  }

  /// What stands between a bracket and its partner.
  private func inside(_ index: Int) -> Range<Int> {
    index + 1..<max(index + 1, partners[index] ?? tokens.count)
  }

  private static let infixWords: Set<String> = ["as", "is", "in", "else", "catch", "where"]

  /// Whether a statement goes on at a token that begins a line.
  private func continues(at index: Int) -> Bool {
    let next = tokens[index]
    let previous = tokens[index - 1]
    if next.isBinary || previous.isBinary || Self.infixWords.contains(next.text) { return true }
    if Self.infixWords.contains(previous.text) { return true }
    return [".", ":", "{"].contains(next.text) || [",", "."].contains(previous.text)
  }

  private func endOfStatement(from start: Int, before end: Int) -> Int {
    var index = after(start)
    while index < end {
      if text(index) == ";" || tokens[index].isFirstOfLine && !continues(at: index) {
        return index
      }
      index = after(index)
    }
    return min(index, end)
  }

  // MARK: Declarations

  private static let typeWords: Set<String> = ["struct", "class", "enum", "extension", "actor"]
  private static let functionWords: Set<String> = ["func", "init", "deinit", "subscript"]

  private mutating func readDeclarations(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      index = readDeclaration(index, before: range.upperBound) ?? after(index)
    }
  }

  /// Reads what is declared at a token.
  /// - Returns: the index after it; nil where nothing is declared there.
  private mutating func readDeclaration(_ start: Int, before end: Int) -> Int? {
    let word = text(start)
    let next = text(start + 1)
    if Self.typeWords.contains(word), tokens[start + 1..<end].first?.kind == .word,
      !["func", "var", "let", "subscript", "init"].contains(next)
    {
      guard let body = first(from: start, before: end, where: { text($0) == "{" }) else {
        return end
      }
      readDeclarations(inside(body))
      return after(body)
    }
    if word == "protocol" {
      return first(from: start, before: end) { text($0) == "{" }.map(after) ?? end
    }
    if Self.functionWords.contains(word), text(start - 1) != "." {
      return readFunction(start, before: end)
    }
    if word == "let" || word == "var" { return readVariable(start, before: end) }
    return ["import", "typealias", "case", "associatedtype"].contains(word)
      ? endOfStatement(from: start, before: end) : nil
  }

  private mutating func readFunction(_ start: Int, before end: Int) -> Int {
    guard let body = first(from: start + 1, before: end, where: { text($0) == "{" }) else {
      return endOfStatement(from: start, before: end)
    }
    let arrow = first(from: start, before: body) { text($0) == "->" }
    let type = arrow.map { arrow in
      tokens[arrow + 1..<body].prefix { $0.text != "where" }.map(\.text).joined()
    }
    readBody(inside(body), type: type ?? "")
    return after(body)
  }

  /// A constant or a variable with the value that it begins with, or its accessors.
  private mutating func readVariable(_ start: Int, before end: Int) -> Int {
    let stop = endOfStatement(from: start, before: end)
    let sign = first(from: start, before: stop) { text($0) == "=" || text($0) == "{" }
    guard let sign else { return stop }
    if text(sign) == "=" {
      readExpression(sign + 1..<stop)
    } else {
      let colon = first(from: start, before: sign) { text($0) == ":" }
      let type = colon.map { tokens[$0 + 1..<sign].map(\.text).joined() }
      readBody(inside(sign), type: type ?? "")
    }
    return stop
  }

  /// The body of a function, or the accessors of a property.
  private mutating func readBody(_ range: Range<Int>, type: String) {
    let accessors: Set<String> = ["get", "set", "willSet", "didSet", "_read", "_modify"]
    guard let first = range.first, accessors.contains(text(first)) else {
      return readStatements(range, type: type, isFunction: true)
    }
    var index = first
    while let body = self.first(from: index, before: range.upperBound, where: { text($0) == "{" }) {
      let isGetter = tokens[index..<body].contains { $0.text == "get" }
      readStatements(inside(body), type: isGetter ? type : "", isFunction: true)
      index = after(body)
    }
  }

  // MARK: Statements

  /// The statements of a block.
  /// - Parameters:
  ///   - type: what `return` gives back here; empty where that is nothing or not known.
  ///   - isFunction: whether a single expression is what the block gives back.
  private mutating func readStatements(
    _ range: Range<Int>, type: String, isFunction: Bool = false
  ) {
    var index = range.lowerBound
    var found: [Range<Int>] = []
    while index < range.upperBound {
      if text(index) == ";" {
        index += 1
      } else if ["case", "default"].contains(text(index)) {
        index = readLabel(index, before: range.upperBound)
      } else {
        let end = endOfStatement(from: index, before: range.upperBound)
        found.append(index..<end)
        index = end
      }
    }
    for statement in found { readStatement(statement, type: type) }
    if isFunction, found.count == 1, !type.isEmpty, isExpression(found[0]) {
      statements.removeAll { $0 == found[0] }
      results.append(Result(tokens: found[0], type: type))
    }
  }

  /// `case …:` in a `switch`.
  private mutating func readLabel(_ start: Int, before end: Int) -> Int {
    guard let colon = first(from: start, before: end, where: { text($0) == ":" }) else {
      return end
    }
    if let place = first(from: start, before: colon, where: { text($0) == "where" }) {
      addConditions(place + 1..<colon)
    }
    readExpression(start + 1..<colon)
    return colon + 1
  }

  private static let statementWords: Set<String> = [
    "if", "guard", "while", "for", "switch", "do", "repeat", "defer", "return", "throw", "break",
    "continue", "fallthrough", "let", "var",
  ]
  /// Calls that stop the program where its programmer erred: no check can see that they are gone.
  private static let guards: Set<String> = [
    "precondition", "preconditionFailure", "assert", "assertionFailure", "fatalError",
  ]

  private func isExpression(_ range: Range<Int>) -> Bool {
    let word = text(range.lowerBound)
    return !Self.statementWords.contains(word) && !Self.guards.contains(word)
      && !Self.functionWords.contains(word) && !Self.typeWords.contains(word)
  }

  private mutating func readStatement(_ range: Range<Int>, type: String) {
    let start = range.lowerBound
    // A loop may have a name.
    if text(start + 1) == ":", range.count > 2, tokens[start].kind == .word {
      return readStatement(start + 2..<range.upperBound, type: type)
    }
    switch text(start) {
    case "if", "guard", "while", "for", "switch", "do", "repeat", "defer":
      readControl(range, type: type)
    case "return":
      let value = start + 1..<range.upperBound
      if value.isEmpty { statements.append(range) }
      if !value.isEmpty, !type.isEmpty { results.append(Result(tokens: value, type: type)) }
      readExpression(value)
    case "throw": statements.append(range)
    case "break", "continue", "fallthrough":
      statements.append(range)
      for index in range { isCode[index] = true }
    case let word where Self.guards.contains(word): break
    default:
      if readDeclaration(start, before: range.upperBound) != nil { return }
      if text(start) == "async" { return readStatement(start + 1..<range.upperBound, type: type) }
      // To take memory ahead of time changes no value.
      if tokens[range].contains(where: { $0.text == "reserveCapacity" }) { return }
      if isEffect(range) { statements.append(range) }
      readExpression(range)
    }
  }

  /// Whether a statement can do anything: it assigns, or it calls.
  private func isEffect(_ range: Range<Int>) -> Bool {
    let last = text(range.upperBound - 1)
    return last == ")" || last == "}"
      || first(from: range.lowerBound, before: range.upperBound, where: isAssignment) != nil
  }

  private static let comparisons: Set<String> = ["==", "!=", "<=", ">=", "===", "!=="]

  private func isAssignment(_ index: Int) -> Bool {
    let token = tokens[index]
    return token.isBinary && token.text.hasSuffix("=") && !Self.comparisons.contains(token.text)
  }

  /// A statement with blocks: each is read, and the conditions before them.
  private mutating func readControl(_ range: Range<Int>, type: String) {
    let word = text(range.lowerBound)
    var index = range.lowerBound
    var isAlone = true
    while index < range.upperBound {
      guard
        let body = first(from: index, before: range.upperBound, where: { text($0) == "{" })
      else { break }
      readHead(index..<body)
      readStatements(inside(body), type: type)
      index = after(body)
      if text(index) == "else", index < range.upperBound { isAlone = false }
    }
    // `repeat { … } while …`
    if index < range.upperBound { readHead(index..<range.upperBound) }
    if isAlone, word != "switch", word != "do" { statements.append(range) }
  }

  /// What stands between a word such as `if` and its block.
  private mutating func readHead(_ range: Range<Int>) {
    var start = range.lowerBound
    if text(start) == "else", start + 1 < range.upperBound { start += 1 }
    let rest = start + 1..<max(start + 1, range.upperBound)
    switch text(start) {
    case "if", "while": addConditions(rest)
    case "guard": addConditions(rest.lowerBound..<max(rest.lowerBound, rest.upperBound - 1))
    case "for":
      if let place = first(from: start, before: range.upperBound, where: { text($0) == "where" }) {
        addConditions(place + 1..<range.upperBound)
      }
    default: break
    }
    readExpression(rest)
  }

  /// Conditions with commas between them; those that name something are none.
  private mutating func addConditions(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end =
        first(from: start, before: range.upperBound) { text($0) == "," } ?? range.upperBound
      let isPlain = !["let", "var", "case", "#available", "#unavailable"].contains(text(start))
      if isPlain, start < end { conditions.append(start..<end) }
      start = end + 1
    }
  }

  // MARK: Expressions

  private mutating func readExpression(_ range: Range<Int>) {
    var index = range.lowerBound
    var start = index
    while index < range.upperBound {
      isCode[index] = true
      let token = tokens[index]
      switch token.text {
      case "{":
        readClosure(inside(index))
        if let partner = partners[index], partner < range.upperBound { isCode[partner] = true }
        index = after(index)
        continue
      case "(", "[":
        readExpression(inside(index).clamped(to: range))
        index = after(index)
        continue
      case "?" where token.isBinary:
        conditions.append(start..<index)
        start = index + 1
      case ",", ":", "in", "return": start = index + 1
      case "if", "switch":
        // A value that is chosen by `if` or `switch`.
        readControl(index..<range.upperBound, type: "")
        statements.removeAll { $0 == index..<range.upperBound }
        return
      default: if isAssignment(index) { start = index + 1 }
      }
      index += 1
    }
  }

  private mutating func readClosure(_ range: Range<Int>) {
    readStatements(bodyOfClosure(range), type: "")
  }

  /// What follows `x, y in`, `(x: Int) -> Int in` or `[weak self] in`.
  private func bodyOfClosure(_ range: Range<Int>) -> Range<Int> {
    let keywords = Self.statementWords.union(["await", "try"])
    var index = range.lowerBound
    while index < range.upperBound {
      let token = tokens[index]
      if token.text == "in" { return index + 1..<range.upperBound }
      if index > range.lowerBound, token.isFirstOfLine { break }
      let isPart =
        token.kind == .word && !keywords.contains(token.text)
        || ["(", "[", ",", "->", "?", ".", "<", ">"].contains(token.text)
      guard isPart else { break }
      index = after(index)
    }
    return range
  }
}
