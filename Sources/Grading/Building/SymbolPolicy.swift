/// Which symbols a solution may define: its own, under mangled names, and nothing that runs
/// before the checks do.
///
/// Swift accepts `@_cdecl("clock_gettime")` or `@c func write`, which would take the place of the
/// clock or of the grader's channel.
enum SymbolPolicy {
  /// Why the object is refused, with what to do; nil where it is not.
  static func refusal(of object: ObjectFile) -> String? {
    if let section = object.constructorSections.first {
      return "your file puts code into “\(section)”, which runs before the checks. "
        + "Take out the attribute that places it there."
    }
    for symbol in object.symbols where symbol.isDefined && (symbol.isGlobal || symbol.isIndirect) {
      if symbol.isIndirect { return "your file defines “\(symbol.name)” indirectly." }
      if symbol.name == "main" {
        return "your file defines a program of its own (@main or main), and the checks bring "
          + "theirs. Take it out."
      }
      if symbol.name.hasPrefix("$s8Solution"), symbol.name.contains("ExpressibleBy") {
        return "your file lets a literal become a type of its own, and with it the values that the "
          + "checks expect. Take out the conformance to ExpressibleBy…Literal."
      }
      if !isSpecialization(symbol), let name = takenName(symbol.name) {
        return "your file defines “\(name)”, which the checks call. Give yours another name, make "
          + "it private, or let the compiler derive it."
      }
      if isOwn(symbol) { continue }
      return "your file defines the symbol “\(symbol.name)”, which belongs to the system. "
        + "Take out the attribute (@_cdecl, @c, @_silgen_name) that gives it this name."
    }
    if object.symbols.contains(where: { !$0.isDefined && $0.name.hasPrefix("$s6Checks") }) {
      return "your file calls what only checks may call. Take out the reference to Checks."
    }
    return nil
  }

  /// Names that the compiler makes: those of the module, and, where another definition may take
  /// their place, those that every file may hold a copy of.
  private static func isOwn(_ symbol: ObjectFile.Symbol) -> Bool {
    let name = symbol.name
    if name.hasPrefix("$s"), name.contains("8Solution") { return true }
    // No function of C can have such a name.
    return symbol.isWeak && (name.hasPrefix("__swift_") || name.contains { ". $".contains($0) })
  }

  /// Whether the compiler made the symbol as a copy of somebody else's generic function, such as
  /// `sorted()` for an array of the solution's type; the mangled name says so, and such copies
  /// are weak, while what a solution defines by itself is not.
  private static func isSpecialization(_ symbol: ObjectFile.Symbol) -> Bool {
    symbol.isWeak && (symbol.name.contains("_Tg") || symbol.name.contains("_TG"))
  }

  /// The name of the checks' or the standard library's that a symbol would take the place of in
  /// a check: a function of theirs, or an operator outside the solution's own types.
  private static func takenName(_ symbol: String) -> String? {
    guard symbol.hasPrefix("$s"), let module = symbol.firstRange(of: "8Solution") else {
      return nil
    }
    let rest = symbol[module.upperBound...]
    let start = symbol.index(symbol.startIndex, offsetBy: 2)
    guard module.lowerBound == start else {
      // An extension of another module's type: `E`, after its conditions where it has some. The
      // standard library's types have short names, `Sa`, or begin with `s`.
      guard symbol[start] == "S" || symbol[start] == "s" else { return nil }
      return standardMembers.first { rest.contains("E\($0.utf8.count)\($0)") }
        ?? operators.first { rest.contains("E\($0.key)") }?.value
    }
    for name in CheckProgram.ownFunctions {
      let mangled = "\(name.utf8.count)\(name)"
      if rest.hasPrefix(mangled + "y") || rest.hasPrefix(mangled + "_") { return name }
    }
    // `==` of a type of the solution's own, written by hand; the compiler's has another name.
    if ["V2eeoi", "O2eeoi", "C2eeoi"].contains(where: { rest.contains($0) }) { return "==" }
    return operators.first { rest.hasPrefix($0.key) }?.value
  }

  /// Operators that checks compare with, mangled.
  private static let operators = [
    "2eeoi": "==", "2neoi": "!=", "1loi": "<", "1goi": ">", "2leoi": "<=", "2geoi": ">=",
    "2aaoi": "&&", "2oooi": "||", "1nop": "!",
  ]

  /// Members of the standard library's types that checks use to compare and to take apart.
  private static let standardMembers = [
    "allSatisfy", "contains", "count", "description", "dropFirst", "dropLast", "elementsEqual",
    "endIndex", "enumerated", "filter", "first", "flatMap", "indices", "isEmpty", "isFinite",
    "isInfinite", "isNaN", "joined", "last", "magnitude", "map", "max", "min", "prefix", "reduce",
    "reversed", "rounded", "sorted", "squareRoot", "startIndex", "suffix",
  ]

  /// The first forbidden name of the library that one of these demangled symbols uses.
  static func forbiddenName(_ forbids: [String], in demangled: [String]) -> String? {
    forbids.first { name in
      demangled.contains { text in
        text.contains("ModelOptimization") && words(of: text).contains(name[...])
      }
    }
  }

  private static func words(of text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
