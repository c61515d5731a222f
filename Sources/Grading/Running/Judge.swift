import Curriculum
import Foundation

/// Decides, outside the learner's program, what its reports are worth: every check must report
/// exactly once, and whatever keeps it from that is named.
struct Judge {
  /// What is known about one check.
  struct Finding {
    var status = CheckStatus.notRun
    var fields: [String: String] = [:]
    /// What happened, where that is not a matter of values.
    var message: String?
    /// Whether the program crashed in it.
    var crashed = false
    var crashLine: Int?
  }

  let exercise: Exercise
  private(set) var findings: [Finding]
  private(set) var output = ChildProcess.Captured()
  private(set) var walls: [String] = []
  /// The indices of the checks that still have to run, in order.
  private(set) var waiting: [Int]

  init(_ exercise: Exercise) {
    self.exercise = exercise
    findings = exercise.checks.map { _ in Finding() }
    waiting = Judge.order(exercise.checks)
  }

  /// The checks that passed.
  var passed: [Int] { findings.indices.filter { findings[$0].status == .passed } }

  /// The lesson's order, but a check after the one that it asks for.
  static func order(_ checks: [Check]) -> [Int] {
    var order: [Int] = []
    var placed: Set<Int> = []
    func place(_ index: Int, depth: Int) {
      guard !placed.contains(index), depth <= checks.count else { return }
      if let title = checks[index].after,
        let before = checks.firstIndex(where: { $0.title == title })
      {
        place(before, depth: depth + 1)
      }
      if placed.insert(index).inserted { order.append(index) }
    }
    for index in checks.indices { place(index, depth: 0) }
    return order
  }

  /// Takes in one run of the waiting checks.
  /// - Returns: whether checks are left that another run should try.
  /// - Throws: ``GradingError/cannotRun(output:)`` where the program never came to its first check.
  mutating func take(_ run: ProgramRun.Result) throws -> Bool {
    append(run.end.output)
    append(run.end.errors, isError: true)
    guard let ready = run.records.first, ready.kind == .ready else {
      throw GradingError.cannotRun(output: run.end.errors.text)
    }
    walls = run.walls
    var current: Int?
    var finished = false
    var begun: Set<Int> = []
    for record in run.records.dropFirst() {
      switch record.kind {
      case .ready: blame(current ?? record.check, "the program started over")
      case .begin:
        guard waiting.contains(record.check), begun.insert(record.check).inserted else {
          blame(record.check, "it was reported twice, or without having been asked for")
          current = nil
          continue
        }
        current = record.check
        findings[record.check].status = .failed
      case .failure, .undecided:
        guard let index = current, index == record.check else { continue }
        // The first expectation that did not hold explains the others.
        if findings[index].fields.isEmpty || findings[index].fields["undecided"] == "1" {
          findings[index].fields = record.fields
          if record.kind == .undecided { findings[index].fields["undecided"] = "1" }
        }
      case .end:
        guard let index = current, index == record.check else { continue }
        end(index, record)
        waiting.removeAll { $0 == index }
        current = nil
      case .done: finished = true
      }
    }
    defer {
      if let count = run.forgedAfter { blameForgery(run, after: count) }
    }
    if finished {
      for index in waiting { leave(index) }
      waiting = []
      return false
    }
    return interrupt(run, in: current)
  }

  /// Notes the learner's line in which a check crashed, and what the trap was.
  mutating func locate(_ index: Int, line: Int?, trap: String?) {
    findings[index].crashLine = line
    guard let trap, !trap.hasPrefix("failed to allocate") else { return }
    let hadFailure = !findings[index].fields.isEmpty
    findings[index].message = (hadFailure ? "then " : "") + "the program crashed: \(trap)"
  }

  /// Fails a check for what was reported about it, whatever that says.
  private mutating func blame(_ index: Int, _ message: String) {
    guard findings.indices.contains(index) else { return }
    findings[index] = Finding(status: .failed, message: message)
    waiting.removeAll { $0 == index }
  }

  private mutating func end(_ index: Int, _ record: Record) {
    let calls = Int(record.fields["calls"] ?? "") ?? 0
    let failures = Int(record.fields["failures"] ?? "") ?? 1
    let undecided = Int(record.fields["undecided"] ?? "") ?? 0
    if failures > 0 {
      findings[index].status = .failed
      if failures > 1 { findings[index].fields["failures"] = String(failures) }
    } else if undecided > 0 {
      findings[index].status = .undecided
    } else if calls == 0 {
      findings[index].status = .failed
      findings[index].message = "the check ended without stating anything"
    } else {
      findings[index].status = .passed
    }
  }

  /// A check that never began: its prerequisite did not pass, or the run left it out.
  private mutating func leave(_ index: Int) {
    let title = exercise.checks[index].after
    let before = title.flatMap { title in
      exercise.checks.firstIndex { $0.title == title }
    }
    if let before, let title, findings[before].status != .passed {
      findings[index].status = .skipped
      findings[index].message = "needs “\(title)” first"
    } else {
      findings[index].status = .failed
      findings[index].message = "the program ended without running this check"
    }
  }

  /// The program ended before every check had run.
  private mutating func interrupt(_ run: ProgramRun.Result, in current: Int?) -> Bool {
    // Between two checks, the one that was to come next is where it happened.
    let index = current ?? waiting.first
    guard let index else { return false }
    let ending = Ending(run.end, limits: exercise.limits, title: exercise.checks[index].title)
    let hadFailure = !findings[index].fields.isEmpty
    findings[index].status = .failed
    findings[index].message = hadFailure ? "then \(ending.message)" : ending.message
    findings[index].crashed = ending.isCrash
    waiting.removeAll { $0 == index }
    // Those that depend on it need no run.
    guard !ending.endsRun else {
      for index in waiting { findings[index].status = .notRun }
      waiting = []
      return false
    }
    return !waiting.isEmpty
  }

  /// Something on the channel was not signed: the check in which that happened has failed,
  /// whatever it reported.
  private mutating func blameForgery(_ run: ProgramRun.Result, after count: Int) {
    let before = run.records.prefix(count).last { $0.check >= 0 }
    guard let index = before?.check ?? findings.indices.first, findings.indices.contains(index)
    else {
      return
    }
    findings[index].status = .failed
    findings[index].fields = [:]
    findings[index].message =
      "your program wrote to the grader's channel (descriptor \(run.channel)); "
      + "write to standard output or to files that you opened"
  }

  private mutating func append(_ captured: ChildProcess.Captured, isError: Bool = false) {
    var bytes = captured.bytes
    if isError {
      // Addresses for the grader, and what the runtime says of a crash, are reported elsewhere.
      let text = captured.text.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("pare-f") && !$0.contains("Fatal error: ") }
        .joined(separator: "\n")
      bytes = Array(text.utf8)
    }
    output.append(bytes[...], limit: 64 << 10)
    if captured.isCut { output.count += captured.count - captured.bytes.count }
  }
}
