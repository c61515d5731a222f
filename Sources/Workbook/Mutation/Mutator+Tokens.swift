extension Mutator {
  /// Adds the mutants that change one token, or what stands in the brackets that it opens.
  mutating func changeToken(_ index: Int) {
    let token = tokens[index]
    switch token.kind {
    case .symbol: changeSymbol(index)
    case .number: changeNumber(index)
    case .word: changeWord(index)
    case .string:
      replace(index..<index + 1, by: token.text == "\"\"" ? "\"mutant\"" : "\"\"", .constant)
    case .punctuation where token.text == "(": exchangeArguments(index)
    case .punctuation where token.text == "[": emptyList(index)
    case .punctuation where token.text == ".": leaveOutCall(index)
    case .punctuation, .regularExpression: break
    }
  }

  // MARK: Operators

  private static let arithmetic: [String: [String]] = [
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "&+": ["&-"], "&-": ["&+"],
    "&*": ["&+"], "<<": [">>"], ">>": ["<<"], "&": ["|"], "|": ["&"], "^": ["&"],
    "+=": ["-=", "="], "-=": ["+=", "="], "*=": ["/=", "="], "/=": ["*=", "="],
    "&+=": ["&-="], "&-=": ["&+="], "|=": ["&="], "&=": ["|="], "<<=": [">>="], ">>=": ["<<="],
  ]
  private static let comparison: [String: [String]] = [
    "<": ["<=", ">"], "<=": ["<", ">="], ">": [">=", "<"], ">=": [">", "<="], "==": ["!="],
    "!=": ["=="], "===": ["!=="], "!==": ["==="],
  ]

  private mutating func changeSymbol(_ index: Int) {
    let token = tokens[index]
    let place = index..<index + 1
    if token.text == "..<" { return replace(place, by: "...", .range) }
    let next = text(of: index + 1..<index + 2)
    if token.text == "..." {
      // With nothing after it, it has no half-open form.
      let isOpen = token.isSpacedAfter || [")", "]", ","].contains(next)
      return isOpen ? () : replace(place, by: "..<", .range)
    }
    if !token.isSpacedBefore || !token.isSpacedAfter {
      // A sign right before its operand; a function by name, `sorted(by: <)`, is arithmetic.
      let before = index > 0 ? tokens[index - 1].text : ""
      if [",", "(", ":"].contains(before), [")", ","].contains(next) {
        for other in Self.arithmetic[token.text] ?? [] { replace(place, by: other, .arithmetic) }
        for other in Self.comparison[token.text] ?? [] { replace(place, by: other, .comparison) }
      } else if !token.isSpacedAfter, token.isSpacedBefore || ["(", "["].contains(before) {
        if token.text == "-" { replace(place, by: "", .arithmetic) }
        if token.text == "!" { replace(place, by: "", .logic) }
      }
      return
    }
    for other in Self.arithmetic[token.text] ?? [] { replace(place, by: other, .arithmetic) }
    for other in Self.comparison[token.text] ?? [] { replace(place, by: other, .comparison) }
    if token.text == "&&" { replace(place, by: "||", .logic) }
    if token.text == "||" { replace(place, by: "&&", .logic) }
  }

  // MARK: Constants

  private mutating func changeNumber(_ index: Int) {
    let token = tokens[index]
    let place = index..<index + 1
    // The place in a tuple, `pair.0`, is a name.
    if index > 0, tokens[index - 1].text == ".", !tokens[index].isSpacedBefore { return }
    let digits = token.text.filter { $0 != "_" }
    var values: [String] = []
    if let number = Self.integer(digits) {
      switch number {
      case 0: values = ["1"]
      case 1: values = ["0", "2"]
      default: values = ["\(number - 1)", "\(number + 1)"]
      }
      if number > 2 { values.append("\(number * 2)") }
    } else if let number = Double(digits) {
      values = number == 0 ? ["1.0"] : ["0.0", "\(number * 2)", "-\(token.text)"]
    }
    for value in values { replace(place, by: value, .constant) }
  }

  private static func integer(_ digits: String) -> Int? {
    let value: Int? =
      switch digits.prefix(2) {
      case "0x": Int(digits.dropFirst(2), radix: 16)
      case "0b": Int(digits.dropFirst(2), radix: 2)
      case "0o": Int(digits.dropFirst(2), radix: 8)
      default: Int(digits)
      }
    return value.flatMap { $0 < Int.max / 2 ? $0 : nil }
  }

  /// `[1, 2]` becomes `[]`, where it is a list and neither a place in one nor a type.
  private mutating func emptyList(_ index: Int) {
    let token = tokens[index]
    guard let end = outline.partners[index], end > index + 1 else { return }
    let before = index > 0 ? tokens[index - 1] : token
    let follows =
      !token.isSpacedBefore
      && (before.kind == .word || [")", "]", "}", "?", "!"].contains(before.text))
    guard !follows, !["(", "."].contains(text(of: end + 1..<end + 2)) else { return }
    let pairs = tokens[index..<end].contains { $0.text == ":" }
    replace(index..<end + 1, by: pairs ? "[:]" : "[]", .constant)
  }

  // MARK: Names

  private static let names: [String: (other: String, kind: Mutant.Kind)] = {
    let exchanged: [(String, String, Mutant.Kind)] = [
      ("min", "max", .function), ("first", "last", .function),
      ("dropFirst", "dropLast", .function), ("prefix", "suffix", .function),
      ("removeFirst", "removeLast", .function), ("firstIndex", "lastIndex", .function),
      ("lowerBound", "upperBound", .function), ("startIndex", "endIndex", .function),
      ("floor", "ceil", .function), ("up", "down", .function),
      ("towardZero", "awayFromZero", .function),
      ("toNearestOrEven", "towardZero", .function),
      ("toNearestOrAwayFromZero", "towardZero", .function),
      ("infinity", "zero", .constant), ("greatestFiniteMagnitude", "zero", .constant),
      ("true", "false", .constant), ("break", "continue", .jump),
    ]
    var names: [String: (other: String, kind: Mutant.Kind)] = [:]
    for (first, second, kind) in exchanged {
      names[first] = names[first] ?? (second, kind)
      names[second] = names[second] ?? (first, kind)
    }
    names["zero"] = nil
    names["allSatisfy"] = ("contains", .function)
    return names
  }()

  private mutating func changeWord(_ index: Int) {
    let token = tokens[index]
    let place = index..<index + 1
    let next = text(of: index + 1..<index + 2)
    let isLabel = next == ":" && !(tokens[index + 1].isSpacedBefore)
    if isLabel {
      if isInStride(index) {
        if token.text == "to" { replace(place, by: "through", .range) }
        if token.text == "through" { replace(place, by: "to", .range) }
      }
      return
    }
    let isMember = index > 0 && tokens[index - 1].text == "."
    let isCall = next == "("
    guard let (other, kind) = Self.names[token.text] else { return }
    let isKeyword = ["true", "false", "break", "continue"].contains(token.text)
    // A learner's own variable may be called `first`.
    if isKeyword || isMember || isCall { replace(place, by: other, kind) }
  }

  /// Calls that give back what they were called on, changed.
  private static let changing: Set<String> = [
    "dropFirst", "dropLast", "filter", "intersection", "lowercased", "prefix", "reversed",
    "rounded", "shuffled", "sorted", "squareRoot", "subtracting", "suffix", "transposed", "union",
    "uppercased",
  ]

  /// `list.sorted()` becomes `list`.
  private mutating func leaveOutCall(_ index: Int) {
    guard index > 0, index + 1 < tokens.count, Self.changing.contains(tokens[index + 1].text),
      !tokens[index].isSpacedBefore || tokens[index].isFirstOfLine
    else { return }
    var end = index + 2
    if text(of: end..<end + 1) == "(", let partner = outline.partners[end] { end = partner + 1 }
    if text(of: end..<end + 1) == "{", let partner = outline.partners[end] { end = partner + 1 }
    if end > index + 2 { replace(index..<end, by: "", .call) }
  }

  private func isInStride(_ index: Int) -> Bool {
    var place = index - 1
    while place > 0 {
      if let partner = outline.partners[place] {
        if partner > place { return tokens[place - 1].text == "stride" }
        place = partner
      }
      place -= 1
    }
    return false
  }

  // MARK: Arguments

  /// Functions whose arguments may change places without a difference.
  private static let commutative: Set<String> = ["min", "max"]

  /// `f(a, b)` becomes `f(b, a)`; labels stay where they are.
  private mutating func exchangeArguments(_ index: Int) {
    guard index > 0, let end = outline.partners[index], !tokens[index].isSpacedBefore,
      tokens[index - 1].kind == .word, !Self.commutative.contains(tokens[index - 1].text)
    else { return }
    var arguments: [Range<Int>] = []
    var start = index + 1
    var place = start
    while place <= end {
      if place == end || tokens[place].text == "," {
        arguments.append(start..<place)
        start = place + 1
      }
      let partner = outline.partners[place] ?? place
      place = max(place, partner) + 1
    }
    guard arguments.count == 2, arguments.allSatisfy({ !$0.isEmpty }) else { return }
    let values = arguments.map { argument in
      let hasLabel =
        argument.count > 2 && tokens[argument.lowerBound].kind == .word
        && tokens[argument.lowerBound + 1].text == ":"
      return hasLabel ? argument.dropFirst(2) : argument
    }
    let exchanged =
      text(of: values[1]) + between(values[0].upperBound, values[1].lowerBound)
      + text(of: values[0])
    replace(values[0].lowerBound..<values[1].upperBound, by: exchanged, .order)
  }

  /// The source from the end of the token before `first` to the beginning of `second`.
  private func between(_ first: Int, _ second: Int) -> String {
    String(source[tokens[first - 1].range.upperBound..<tokens[second].range.lowerBound])
  }
}
