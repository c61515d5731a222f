import Curriculum
import Foundation
import Grading
import Testing

/// Reads the attacks that lie beside this file, a folder for each.
enum Attack {
  /// The source of an attack.
  static func source(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Attacks")
    return try String(
      contentsOf: folder.appending(path: name).appending(path: "solution.swift.txt"),
      encoding: .utf8)
  }

  /// An exercise whose first check asks the solution's `answer()`, and whose second holds anyway.
  static func exercise(seconds: Double = 20) -> Exercise {
    Workbench.exercise(
      [
        ("the answer is 42", "expect(answer(), equals: 42)"),
        ("numbers can be added", "expect(40 + 2, equals: 42)"),
      ], limits: Limits(seconds: seconds, memory: 256_000_000))
  }

  /// An exercise whose check passes where the solution's `attack()` says that it failed.
  static let contained = Workbench.exercise(
    [("the attack fails", "expect(attack(), equals: false)")],
    limits: Limits(seconds: 20, memory: 256_000_000))
}

/// A program that ends wrongly, and the words that its learner reads.
struct BadEnding: Sendable, CustomTestStringConvertible {
  var name: String
  var says: String
  var line: Int?
  /// Whether the check after it still gets its turn.
  var goesOn = true
  /// The limit: one second where the attack is against it, plenty where a busy machine must not
  /// decide.
  var seconds = 20.0
  var testDescription: String { name }

  static let all = [
    BadEnding(
      name: "endless-loop", says: "did not come to an end within 1 s", goesOn: false,
      seconds: 1),
    BadEnding(
      name: "endless-sleep", says: "did not come to an end within 1 s", goesOn: false,
      seconds: 1),
    BadEnding(name: "endless-output", says: "printed without end", goesOn: false),
    BadEnding(name: "index-out-of-range", says: "Index out of range", line: 5),
    BadEnding(name: "arithmetic-overflow", says: "arithmetic overflow", line: 3),
    BadEnding(name: "stack-overflow", says: "the stack overflowed", line: 1),
    BadEnding(
      name: "exit-zero", says: "called exit (status 0) before the check “the answer is 42”"),
    BadEnding(name: "exit-at-once", says: "called exit (status 0) before the check"),
    BadEnding(name: "abort", says: "called abort before the check", line: 3),
    BadEnding(name: "close-descriptors", says: "before the check “the answer is 42” had finished"),
    BadEnding(name: "forged-verdicts", says: "wrote to the grader's channel"),
  ]
}

@Suite struct `An attack` {
  @Test(arguments: BadEnding.all)
  func `that ends the program fails the check that it happened in`(
    ending: BadEnding
  ) async throws {
    let verdict = try await Workbench.grade(
      Attack.source(ending.name), Attack.exercise(seconds: ending.seconds))
    #expect(verdict.outcome == .failed)
    #expect(verdict.checks[0].status == .failed)
    let message = try #require(verdict.checks[0].message)
    #expect(message.contains(ending.says), "\(message)")
    #expect(verdict.checks[0].crashLine == ending.line)
    #expect(verdict.checks[1].status == (ending.goesOn ? .passed : .notRun))
    #expect(verdict.output.utf8.count <= 64 << 10)
  }

  @Test func `that prints a verdict is not believed`() async throws {
    let verdict = try await Workbench.grade(Attack.source("printed-verdict"), Attack.exercise())
    #expect(verdict.checks.map(\.status) == [.failed, .passed])
    #expect(verdict.output.hasPrefix("passed\n"))
  }

  @Test func `on the channel succeeds where records need no signature`() async throws {
    var options = GradingOptions()
    options.withoutWalls = [.signatures]
    let verdict = try await Workbench.grade(
      Attack.source("forged-verdicts"), Attack.exercise(), options: options)
    #expect(verdict.outcome == .passed)
  }

  /// Each name, and the word that the refusal names.
  @Test(arguments: [
    ("own-expect", "expect"), ("own-equality", "=="), ("own-count", "count"), ("own-main", "main"),
    ("main-type", "main"), ("replaced-clock", "clock_gettime"), ("constructor", ".init_array"),
    ("calls-the-recorder", "Checks"), ("type-equal-to-everything", "=="),
    ("literal-of-its-own", "literal"), ("constrained-count", "count"),
  ])
  func `on the checks' own names is refused`(name: String, word: String) async throws {
    var options = GradingOptions()
    options.withoutWalls = [.attributes]
    let verdict = try await Workbench.grade(
      Attack.source(name), Attack.exercise(), options: options)
    #expect(verdict.outcome == .refused)
    #expect(verdict.points == 0)
    #expect(verdict.refusal?.contains(word) == true, "\(verdict.refusal ?? "")")
  }

  /// Each name, and the attribute that the refusal names.
  @Test(arguments: [
    ("own-main", "@_cdecl"), ("replaced-clock", "@_cdecl"), ("replaced-equality", "@_always"),
  ])
  func `with an attribute that takes another's place is refused`(
    name: String, attribute: String
  ) async throws {
    let verdict = try await Workbench.grade(Attack.source(name), Attack.exercise())
    #expect(verdict.outcome == .refused)
    #expect(verdict.refusal?.contains(attribute) == true, "\(verdict.refusal ?? "")")
  }

  @Test(arguments: ["type-equal-to-everything", "literal-of-its-own"])
  func `with a type of its own succeeds where symbols are not looked at`(
    name: String
  ) async throws {
    var options = GradingOptions()
    options.withoutWalls = [.symbols]
    let verdict = try await Workbench.grade(
      Attack.source(name), Attack.exercise(), options: options)
    #expect(verdict.outcome == .passed)
  }

  @Test func `with its own equality succeeds where symbols are not looked at`() async throws {
    var options = GradingOptions()
    options.withoutWalls = [.symbols]
    let verdict = try await Workbench.grade(
      Attack.source("own-expect"), Workbench.exercise([("any", "expect(answer(), equals: 42)")]),
      options: options)
    // The check called the solution's function, and so stated nothing.
    #expect(verdict.checks[0].message == "the check ended without stating anything")
  }

  @Test func `on the entry gets no turn`() async throws {
    let verdict = try await Workbench.grade(Attack.source("own-run-checks"), Attack.exercise())
    #expect(verdict.checks.map(\.status) == [.failed, .passed])
  }

  /// Each name, and the walls without which it succeeds.
  @Test(
    arguments: [
      ("fork-bomb", [.systemCallFilter]),
      ("thread-bomb", [.limits]),
      ("memory-bomb", [.limits]),
      ("huge-file", [.limits]),
      ("read-system-files", [.namespaces, .landlock]),
      ("list-the-root", [.namespaces, .landlock]),
      ("network", [.systemCallFilter]),
      ("kill-the-grader", [.systemCallFilter, .user, .namespaces]),
      ("start-a-program", [.systemCallFilter, .user, .namespaces, .landlock]),
    ] as [(String, Set<GradingOptions.Wall>)])
  func `on the machine is contained, and succeeds without its wall`(
    name: String, walls: Set<GradingOptions.Wall>
  ) async throws {
    let source = try Attack.source(name)
    let contained = try await Workbench.grade(source, Attack.contained)
    if name == "memory-bomb" {
      #expect(contained.checks[0].status == .failed)
      #expect(contained.checks[0].message == "the program ran out of memory: the limit is 256 MB")
    } else {
      #expect(contained.checks[0].status == .passed, "\(contained)")
    }
    var options = GradingOptions(locatesCrashes: false)
    options.withoutWalls = walls
    let open = try await Workbench.grade(source, Attack.contained, options: options)
    #expect(open.checks[0].got == "true", "\(open)")
  }

  @Test func `on the environment finds nothing of the grader's`() async throws {
    let verdict = try await Workbench.grade(
      Attack.source("read-environment"), Attack.contained)
    #expect(verdict.checks[0].status == .passed)
  }

  @Test(arguments: ["type-checker-bomb", "compile-time-file"])
  func `on the compiler ends as a compile error`(name: String) async throws {
    let verdict = try await Workbench.grade(Attack.source(name), Attack.exercise())
    #expect(verdict.outcome == .compileError)
    #expect(verdict.diagnostics.first?.severity == .error)
    #expect(verdict.timings.total < 40)
  }

  @Test func `by a child that outlives the program leaves nothing behind`() async throws {
    let mark = FileManager.default.temporaryDirectory
      .appending(path: "pare-outliving-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: mark) }
    let exercise = Workbench.exercise([
      (
        "it returns",
        "leaveChild(writing: \(mark.path.debugDescription))\nexpect(true, \"returns\")"
      )
    ])
    let source = try Attack.source("outliving-child")
    var options = GradingOptions()
    options.withoutWalls = [.systemCallFilter]
    _ = try await Workbench.grade(source, exercise, options: options)
    try await Task.sleep(for: .milliseconds(600))
    #expect(!FileManager.default.fileExists(atPath: mark.path))

    options.withoutWalls = [.systemCallFilter, .namespaces, .landlock, .user, .limits]
    _ = try await Workbench.grade(source, exercise, options: options)
    try await Task.sleep(for: .milliseconds(600))
    #expect(FileManager.default.fileExists(atPath: mark.path))
  }
}
