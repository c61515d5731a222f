import Curriculum
import Foundation
import Grading
import Reviews
import Terminal
import Workbook

/// The folder of everything that these tests write; removed when they end. Not sooner, for a
/// workbook does not hold the learner that it was opened for.
private let scratch: String = {
  atexit {
    do {
      try FileManager.default.removeItem(atPath: scratch)
    } catch {
      print("\(scratch) could not be removed: \(error)")
    }
  }
  return FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    + "/workbook-tests-\(ProcessInfo.processInfo.processIdentifier)"
}()

/// A learner in a place of their own: a course, a home and what the program keeps.
final class Learner {
  let root: String
  var environment: [String: String]
  var course: String { root + "/course" }
  var folder: String { root + "/solutions" }

  /// - Parameter files: The course's files, by path.
  init(_ files: [String: String] = SampleCourse.files) throws {
    root = scratch + "/\(UUID().uuidString)"
    environment = ["HOME": root + "/home", "PARE_HOME": root + "/pare", "TZ": "UTC"]
    for (path, text) in files { try write(text, to: "course/" + path) }
  }

  func write(_ text: String, to path: String) throws {
    try write(Data(text.utf8), to: path)
  }

  func write(_ bytes: Data, to path: String) throws {
    let url = URL(filePath: root + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url)
  }

  func text(_ path: String) throws -> String {
    try String(contentsOfFile: root + "/" + path, encoding: .utf8)
  }

  /// The workbook at a moment, such as `2026-05-01T09:00:00Z`.
  func workbook(at time: String = "2026-05-01T09:00:00Z") throws -> Workbook {
    try Workbook(
      course: course, environment: environment.merging(["PARE_NOW": time]) { $1 },
      executable: buildFolder + "/pare")
  }

  /// Makes the workspace in ``folder``.
  @discardableResult
  func createWorkspace() throws -> Workspace {
    let workbook = try workbook()
    return try Workspace.create(
      at: folder, course: workbook.course, modules: "/modules", locations: workbook.locations
    ).workspace
  }

  /// Says that a lesson was read up to a step, from 0.
  func read(_ id: String, step: Int, at time: String = "2026-05-01T09:00:00Z") throws {
    let workbook = try workbook(at: time)
    try workbook.keepPlace(
      ReaderPlace(step: step), in: workbook.lesson(id), workbook.openStore())
  }

  /// Says that a lesson was read to its end.
  func finish(_ id: String, at time: String = "2026-05-01T09:00:00Z") throws {
    try read(id, step: workbook().lesson(id).steps.count - 1, at: time)
  }

  /// The answers that count, oldest first, such as `first/twice good`.
  func answers() throws -> [String] {
    guard let store = try ReviewStore.readOnly(path: workbook().locations.store) else { return [] }
    return try store.log().map { "\($0.card) \($0.grade.map { "\($0)" } ?? "new start")" }
  }
}

/// The folder that this test program was built into; the static libraries lie there too.
let buildFolder =
  (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
  .resolvingSymlinksInPath().deletingLastPathComponent().path

/// A console that answers from a list and keeps what was written.
final class ScriptedConsole: Console {
  let readsKeys: Bool
  let echoesInput: Bool
  private var lines: [String]
  private var keys: [Key]
  private(set) var written = ""
  /// Called before each piece of text is written.
  var willWrite: (String) throws -> Void = { _ in }

  /// - Parameter keys: The keys that a person presses; nil for a pipe.
  init(lines: [String] = [], keys: [Key]? = nil) {
    self.lines = lines
    self.keys = keys ?? []
    readsKeys = keys != nil
    echoesInput = keys == nil
  }

  func readLine() throws -> String? { lines.isEmpty ? nil : lines.removeFirst() }
  func readKey() throws -> Key? { keys.isEmpty ? nil : keys.removeFirst() }
  func write(_ text: String) throws {
    try willWrite(text)
    written += text
  }
  func dropTypedInput() {}

  var asker: Asker {
    Asker(console: self, capabilities: Capabilities(width: 80), offersUndo: true)
  }
  var isInteractive: Bool { readsKeys }
}

extension [Line] {
  var text: String { map(\.plainText).joined(separator: "\n") }
}

extension Encodable {
  /// The value as a program reads it.
  func json() throws -> [String: Any] {
    let encoder = JSONEncoder()
    let object = try JSONSerialization.jsonObject(with: encoder.encode(self))
    return object as? [String: Any] ?? [:]
  }
}

extension Verdict {
  /// A verdict with one check for each title and status.
  static func of(
    _ exercise: String, _ outcome: Outcome, title: String = "Double a number",
    _ checks: [CheckResult], output: String = "", mistake: MatchedMistake? = nil,
    diagnostics: [Diagnostic] = []
  ) throws -> Verdict {
    struct Fields: Encodable {
      var exercise: String
      var title: String
      var outcome: Outcome
      var checks: [CheckResult]
      var diagnostics: [Diagnostic]
      var output: String
      var isOutputCut = false
      var mistake: MatchedMistake?
      var points: Double
      var maxPoints = 2.0
      var timings = Timings()
      var sandbox = ["bubblewrap"]
    }
    let fields = Fields(
      exercise: exercise, title: title, outcome: outcome, checks: checks,
      diagnostics: diagnostics, output: output, mistake: mistake,
      points: outcome == .passed ? 2 : 0)
    return try JSONDecoder().decode(Verdict.self, from: JSONEncoder().encode(fields))
  }
}
