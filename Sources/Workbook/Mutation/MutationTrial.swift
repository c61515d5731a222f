import Curriculum
import Foundation
import Grading

/// The mutants of one exercise on their way through its checks.
struct MutationTrial: Sendable {
  let exercise: Exercise
  let lessonFile: String
  let source: String
  /// How many mutants count; all where it is nil.
  let limit: Int?
  /// What decides besides the exercise and its solution.
  let ground: String
  /// In the order in which they are tried: by their content, so that a change elsewhere in the
  /// solution leaves the choice as it is.
  let mutants: [Mutant]

  init(exercise: Exercise, lessonFile: String, source: String, limit: Int?, ground: String) {
    self.exercise = exercise
    self.lessonFile = lessonFile
    self.source = source
    self.limit = limit
    self.ground = ground
    let ranked = Mutator.mutants(of: source).enumerated().map { index, mutant in
      (rank: Self.rank(mutant), index: index, mutant: mutant)
    }
    mutants = ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.mutant)
  }

  /// About how many programs will be tried.
  var planned: Int { min(limit ?? mutants.count, mutants.count) }

  /// What came of one mutant, as it is kept.
  struct Record: Codable, Sendable, Equatable {
    enum Fate: String, Codable { case broken, equal, caught, undecided, passed }
    var fate: Fate
    /// What tells its program from others.
    var fingerprint: String?
  }

  /// Tries mutants until enough of them counted.
  func run(
    _ grader: Grader, _ options: GradingOptions, _ cache: OutcomeCache?,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws -> ExerciseMutation {
    var tally = ExerciseMutation(id: exercise.id, file: exercise.solutionPath)
    let key = key()
    var kept = Self.read(cache?.find(key))
    var own: VariantGrader?
    var programs: Set<String> = []
    var next = 0
    while next < mutants.count, tally.mutantCount < limit ?? .max {
      let wanted = (limit ?? mutants.count) - tally.mutantCount
      let wave = mutants[next..<min(next + wanted, mutants.count)]
      next += wave.count
      let untried = wave.filter { kept[Self.name($0)] == nil }
      if !untried.isEmpty {
        if own == nil {
          own = try await grader.variants(
            of: source, fileName: exercise.solutionPath, exercise: exercise,
            lessonFile: lessonFile, options: options)
        }
        guard let own, own.own == .passed else {
          tally.trouble =
            "the solution itself does not pass. Run \"pare lint --exercise \(exercise.id)\"."
          return tally
        }
        let done = next - untried.count
        let records = try await records(of: untried, own, programs) { progress(done + $0) }
        kept.merge(records) { $1 }
        if let text = Self.text(of: kept) { cache?.store(text, for: key) }
      }
      for mutant in wave {
        guard let record = kept[Self.name(mutant)] else { continue }
        tally.add(mutant, record, &programs)
      }
      progress(next)
    }
    tally.untriedCount = mutants.count - next
    tally.survivors.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    return tally
  }

  /// Tries some mutants, as many at once as there are processors.
  private func records(
    of mutants: [Mutant], _ own: VariantGrader, _ known: Set<String>,
    progress: @Sendable (Int) -> Void
  ) async throws -> [String: Record] {
    let known = known.union([own.fingerprint])
    var records: [String: Record] = [:]
    try await withThrowingTaskGroup(of: (String, Record).self) { group in
      var waiting = mutants[...]
      func start() {
        guard let mutant = waiting.popFirst() else { return }
        group.addTask { (Self.name(mutant), try await Self.record(of: mutant, own, known)) }
      }
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { start() }
      while let (name, record) = try await group.next() {
        records[name] = record
        progress(records.count)
        start()
      }
    }
    return records
  }

  private static func record(
    of mutant: Mutant, _ own: VariantGrader, _ known: Set<String>
  ) async throws -> Record {
    let (outcome, fingerprint) = try await own.grade(mutant.source, known: known)
    let fate: Record.Fate =
      switch outcome {
      case .notCompiled: .broken
      case .same: .equal
      case .failed: .caught
      case .undecided: .undecided
      case .passed: .passed
      }
    return Record(fate: fate, fingerprint: fingerprint)
  }

  // MARK: What is kept

  private func key() -> String {
    var key = ContentKey("mutants 1")
    for part in [ground, lessonFile, exercise.id, source, "\(exercise.limits)"] { key.add(part) }
    for check in exercise.checks {
      for part in [check.title, check.code, check.after ?? "", "\(check.firstLine)"] {
        key.add(part)
      }
    }
    return key.text
  }

  private static func name(_ mutant: Mutant) -> String { "\(mutant.line) \(mutant.identity)" }

  /// A number that depends on the mutant's text alone (FNV-1a).
  private static func rank(_ mutant: Mutant) -> UInt64 {
    mutant.identity.utf8.reduce(0xcbf2_9ce4_8422_2325) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
  }

  private static func read(_ text: String?) -> [String: Record] {
    // What was cut short, or written by another version, is made anew.
    text.flatMap { try? JSONDecoder().decode([String: Record].self, from: Data($0.utf8)) } ?? [:]
  }

  private static func text(of records: [String: Record]) -> String? {
    let data = try? JSONEncoder().encode(records)
    return data.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension ExerciseMutation {
  /// Counts a mutant, unless its program was counted already.
  fileprivate mutating func add(
    _ mutant: Mutant, _ record: MutationTrial.Record, _ programs: inout Set<String>
  ) {
    let isNew = record.fingerprint.map { programs.insert($0).inserted } ?? false
    switch record.fate {
    case .broken: brokenCount += 1
    case .equal: equalCount += 1
    case .caught where isNew, .passed where isNew, .undecided where isNew:
      mutantCount += 1
      if record.fate == .caught {
        caughtCount += 1
      } else {
        survivors.append(
          Survivor(
            kind: mutant.kind.rawValue, line: mutant.line, column: mutant.column,
            before: mutant.before, after: mutant.after,
            isUndecided: record.fate == .undecided))
      }
    default: equalCount += 1
    }
  }
}
