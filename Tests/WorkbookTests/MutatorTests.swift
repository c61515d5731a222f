import Testing
import Workbook

/// What the mutator changes, on sources of a few lines; expected is every change, so that one too
/// many is noticed as well as one too few.
@Suite struct `The mutator` {
  /// The lines after each change of a source, for the kinds that are asked about.
  private func changes(_ source: String, _ kinds: Mutant.Kind...) -> [String] {
    Mutator.mutants(of: source).filter { kinds.contains($0.kind) }.map(\.after)
  }

  /// The same for the only line of a function's body.
  private func changes(in line: String, _ kinds: Mutant.Kind...) -> [String] {
    let source = "func f(_ x: Int) {\n  \(line)\n}\n"
    return Mutator.mutants(of: source).filter { kinds.contains($0.kind) }.map(\.after)
  }

  @Test(arguments: [
    ("y = a + b", ["y = a - b"]), ("y = a - b", ["y = a + b"]), ("y = a * b", ["y = a / b"]),
    ("y = a / b", ["y = a * b"]), ("y = a % b", ["y = a * b"]), ("y = a &+ b", ["y = a &- b"]),
    ("y = a << b", ["y = a >> b"]), ("y = a & b", ["y = a | b"]),
    ("y += a", ["y -= a", "y = a"]), ("y *= a", ["y /= a", "y = a"]), ("y = -a", ["y = a"]),
    ("y = f(-a)", ["y = f(a)"]), ("y = a.reduce(0, +)", ["y = a.reduce(0, -)"]),
    ("y = f(&a)", []), ("y = a as! B", []),
  ])
  func `exchanges arithmetic`(line: String, expected: [String]) {
    #expect(changes(in: line, .arithmetic) == expected)
  }

  @Test(arguments: [
    ("y = a < b", ["y = a <= b", "y = a > b"]), ("y = a <= b", ["y = a < b", "y = a >= b"]),
    ("y = a > b", ["y = a >= b", "y = a < b"]), ("y = a >= b", ["y = a > b", "y = a <= b"]),
    ("y = a == b", ["y = a != b"]), ("y = a != b", ["y = a == b"]),
    ("y = a.sorted(by: <)", ["y = a.sorted(by: <=)", "y = a.sorted(by: >)"]),
    ("y = Array<Array<Int>>()", []),
    ("a.sort(2, <)", ["a.sort(2, <=)", "a.sort(2, >)"]),
  ])
  func `exchanges comparisons`(line: String, expected: [String]) {
    #expect(changes(in: line, .comparison) == expected)
  }

  @Test func `exchanges logic`() {
    #expect(changes(in: "y = a && b", .logic) == ["y = a || b"])
    #expect(changes(in: "y = a || !b", .logic) == ["y = a && !b", "y = a || b"])
    #expect(changes(in: "y = a!.b", .logic) == [])
  }

  @Test func `moves the ends of ranges`() {
    #expect(changes(in: "y = a[2..<n]", .range) == ["y = a[2...n]"])
    #expect(changes(in: "y = a[2...n]", .range) == ["y = a[2..<n]"])
    #expect(changes(in: "y = a[2...]", .range) == [])
    #expect(
      changes(in: "y = stride(from: g(to: 3), to: n, by: 2)", .range)
        == ["y = stride(from: g(to: 3), through: n, by: 2)"])
    #expect(
      changes(in: "y = stride(from: a, through: b, by: c)", .range)
        == ["y = stride(from: a, to: b, by: c)"])
  }

  @Test(arguments: [
    ("y = 0", ["y = 1"]), ("y = 1", ["y = 0", "y = 2"]), ("y = 2", ["y = 1", "y = 3"]),
    ("y = 7", ["y = 6", "y = 8", "y = 14"]), ("y = 1_000", ["y = 999", "y = 1001", "y = 2000"]),
    ("y = 0x10", ["y = 15", "y = 17", "y = 32"]), ("y = 0.0", ["y = 1.0"]),
    ("y = 0.5", ["y = 0.0", "y = 1.0", "y = -0.5"]),
    ("y = 1e-6", ["y = 0.0", "y = 2e-06", "y = -1e-6"]),
    ("y = true", ["y = false"]), ("y = false", ["y = true"]), ("y = pair.0", []),
    ("y = \"a \\(b + \"c\") d\"", ["y = \"\""]), ("y = \"\"", ["y = \"mutant\""]),
    ("y = #\"a \"quoted\" b\"#", ["y = \"\""]), ("y = [a, b]", ["y = []"]),
    ("y = [a: b]", ["y = [:]"]), ("y = a[b]", []), ("y = [Int]()", []), ("y = f(a)[b]", []),
    ("y = Float.infinity", ["y = Float.zero"]),
  ])
  func `changes constants`(line: String, expected: [String]) {
    #expect(changes(in: line, .constant) == expected)
  }

  @Test(arguments: [
    ("y = min(a, b)", ["y = max(a, b)"]), ("y = a.max()", ["y = a.min()"]),
    ("y = a.first", ["y = a.last"]), ("y = first", []), ("y = a.dropFirst()", ["y = a.dropLast()"]),
    ("y = f(first: a)", []), ("y = a.prefix(b)", ["y = a.suffix(b)"]),
    ("y = a.rounded(.up)", ["y = a.rounded(.down)"]),
    ("y = a.allSatisfy { b in c(b) }", ["y = a.contains { b in c(b) }"]),
  ])
  func `exchanges functions`(line: String, expected: [String]) {
    #expect(changes(in: line, .function) == expected)
  }

  @Test func `leaves calls out`() {
    #expect(
      changes(in: "y = a.sorted { b in c(b) }.dropFirst(2)", .call)
        == ["y = a.dropFirst(2)", "y = a.sorted { b in c(b) }"])
    #expect(changes(in: "y = a.map { b in c(b) }.sorted", .call) == [])
  }

  @Test func `negates conditions and takes them to hold always and never`() {
    #expect(
      changes(in: "if a < b, let c = d, e { g() }", .condition) == [
        "if !(a < b), let c = d, e { g() }", "if true, let c = d, e { g() }",
        "if false, let c = d, e { g() }", "if a < b, let c = d, !(e) { g() }",
        "if a < b, let c = d, true { g() }", "if a < b, let c = d, false { g() }",
      ])
    #expect(
      changes(in: "guard a else { return }", .condition) == [
        "guard !(a) else { return }", "guard true else { return }", "guard false else { return }",
      ])
    #expect(
      changes(in: "for a in b where c { d() }", .condition) == [
        "for a in b where !(c) { d() }", "for a in b where true { d() }",
        "for a in b where false { d() }",
      ])
    #expect(
      changes(in: "y = a + (b == c ? d : e)", .condition) == [
        "y = a + (!(b == c) ? d : e)", "y = a + (true ? d : e)", "y = a + (false ? d : e)",
      ])
  }

  @Test func `makes no loop that never ends out of a condition`() {
    #expect(
      changes(in: "while a { b() }", .condition) == ["while !(a) { b() }", "while false { b() }"])
  }

  @Test func `gives another value back`() {
    func results(_ type: String, _ body: String) -> [String] {
      changes("func f(_ x: Int) -> \(type) {\n  \(body)\n}", .result)
    }
    #expect(results("Int", "return x + 1") == ["return 0"])
    #expect(results("Bool", "x > 1") == ["true", "false"])
    #expect(results("[Float]", "g(x)") == ["[]"])
    #expect(results("[String: Int]", "g(x)") == ["[:]"])
    #expect(results("Double?", "return g(x)") == ["return nil"])
    #expect(results("String", "g(x)") == ["\"\""])
    #expect(results("Tensor", "return g(x)") == [])
    #expect(changes("var size: Int { width * 3 }", .result) == ["var size: Int { 0 }"])
  }

  @Test func `exchanges arguments`() {
    #expect(changes(in: "y = f(a, b + c)", .order) == ["y = f(b + c, a)"])
    #expect(
      changes(in: "y = Pair(left: a, right: b)", .order) == ["y = Pair(left: b, right: a)"])
    #expect(changes(in: "y = min(a, b)", .order) == [])
    #expect(changes(in: "y = f(a, b, c)", .order) == [])
    #expect(changes(in: "let (a, b) = c", .order) == [])
  }

  @Test func `exchanges jumps and leaves them out`() {
    let source = "func f() {\n  for a in b {\n    if c { break }\n  }\n}"
    #expect(changes(source, .jump) == ["if c { continue }"])
    #expect(changes(source, .statement).contains("if c {  }"))
  }

  @Test func `leaves statements out, whatever lines they take`() {
    let source = """
      func f(_ x: [Int]) -> Int {
        var sum = 0
        for value in x {
          sum +=
            value
        }
        report(sum)
        list.reserveCapacity(9)
        precondition(sum > 0, "a sum")
        throw problem(
          sum)
        return sum
      }
      """
    let dropped = Mutator.mutants(of: source).filter { $0.kind == .statement }
    #expect(
      dropped.map(\.before) == ["for value in x {", "sum +=", "report(sum)", "throw problem("])
    #expect(dropped.map(\.line) == [3, 4, 7, 10])
    #expect(dropped.map(\.column) == [3, 5, 3, 3])
    for mutant in dropped {
      #expect(mutant.source.split(separator: "\n", omittingEmptySubsequences: false).count == 13)
    }
  }

  @Test func `says where the change is, and changes nothing else`() {
    let source = "/* é + */ func f(_ x: Int) -> Tensor {\n  let text = \"žluť\"; return x + text\n}"
    let mutants = Mutator.mutants(of: source).filter { $0.kind == .arithmetic }
    #expect(mutants.map(\.line) == [2])
    #expect(mutants.map(\.column) == [31])
    #expect(mutants.map(\.before) == ["let text = \"žluť\"; return x + text"])
    #expect(mutants.map(\.source) == [source.replacing("x + text", with: "x - text")])
  }

  @Test func `leaves alone what is no code that runs`() {
    let source = """
      // 1 + 1 == 2
      import Foundation
      #if os(Linux) && DEBUG
        import Glibc
      #endif

      /// Adds 1. /* and 2 /* or 3 */ */
      @available(macOS 15, *)
      struct Table<Value: Equatable & Sendable>: Sendable {
        enum Kind: Int { case first = 1, last = 2 }
        typealias Row = (Int, Int)
        let width: Int
        @inline(never)
        func entry(_ row: Int = 0, text: String = "none") -> Value where Value == Int {
          precondition(row >= 0 && row < width, "row \\(row + 1) is outside")
        }
        init(from list: [Int], limit: Int = 3) {
          guard width == 3 else { fatalError("width \\(width * 2)") }
        }
      }
      protocol Sized { var size: Int { get } }
      """
    let mutants = Mutator.mutants(of: source)
    #expect(
      Set(mutants.map(\.before)) == [
        "guard width == 3 else { fatalError(\"width \\(width * 2)\") }"
      ])
    #expect(Set(mutants.map(\.kind)) == [.comparison, .constant, .condition, .statement])
  }

  @Test func `reads closures, cases, accessors and values with a beginning`() {
    let source = """
      struct Scale {
        static let step = 3
        var factor: Int {
          get { step * 2 }
          set { step = newValue / 2 }
        }
        func names(_ kind: Kind) -> [String] {
          let all = list.map { (name: String) -> String in name + "s" }
          switch kind {
          case .some(let count) where count > 4: return all
          case .none:
            log()
            return []
          }
        }
      }
      """
    let changed = Mutator.mutants(of: source)
    func lines(_ kind: Mutant.Kind) -> [Int] { changed.filter { $0.kind == kind }.map(\.line) }
    #expect(lines(.constant) == [2, 2, 2, 4, 4, 5, 5, 8, 10, 10, 10])
    #expect(lines(.arithmetic) == [4, 5, 8])
    #expect(lines(.comparison) == [10, 10])
    #expect(lines(.condition) == [10, 10, 10])
    #expect(lines(.statement) == [5, 12])
    #expect(lines(.result) == [4, 10])
  }

  @Test(arguments: [
    "let a = #/b + \"c - 1/#", "let a = ##/b - \\/ 1/# + 2/##", "let a = #/\n  b - 1 # \"c\n/#",
  ])
  func `leaves regular expressions as they are`(line: String) {
    #expect(changes(in: line, .arithmetic, .constant) == [])
  }

  @Test func `knows the end of a text by the mark that the compiler sees`() {
    // A mark that joins a quote makes one character of both.
    #expect(changes(in: "y = \"\u{301} 1 + 2\"", .arithmetic, .constant) == ["y = \"\""])
    #expect(changes(in: "y = \"1 + \u{600}\" + a", .arithmetic) == ["y = \"1 + \u{600}\" - a"])
    let changed = changes(in: "@available(*, message: \") 1 + 2\") let y = 1", .arithmetic)
    #expect(changed == [])
  }

  @Test func `ends soon with brackets that no compiler takes`() {
    for part in ["(", "{ if ", "} ) ] "] {
      let source = "func f() -> Int {\n  " + String(repeating: part, count: 50_000) + "1 + 1\n"
      #expect(Mutator.mutants(of: source) == [])
    }
  }

  @Test func `ends with any source`() {
    for source in ["", "\"", "/*", "func f() {", "}", "\"\\(", "@", "func", "f(", "var x = [", "`"]
    {
      for mutant in Mutator.mutants(of: source) { #expect(mutant.source != source) }
    }
  }
}
