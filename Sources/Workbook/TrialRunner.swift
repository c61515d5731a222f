import Curriculum
import Foundation
import Grading

/// How far the linter's programs are.
public struct LintProgress: Sendable {
  /// The programs that are done, those from the cache too.
  public var done: Int
  /// All programs.
  public var all: Int
  /// What was begun last.
  public var current: String
  /// About how many seconds are left; nil where too little has been run to tell.
  public var secondsLeft: Double?
}

/// What came of a trial.
struct TrialResult: Sendable {
  /// What is wrong; nil where the program did what is declared.
  var reason: CourseProblem.Reason?
  /// Whether that was known, and the program not run.
  var isFromCache = false
}

/// Runs the linter's programs: side by side what may run so, then, alone and one after the other,
/// what measures time and what did not do what is declared.
struct TrialRunner: Sendable {
  private let grader: Grader
  private let options: GradingOptions
  private let cache: OutcomeCache
  private let readsCache: Bool
  private let ground: String
  private let progress: @Sendable (LintProgress) -> Void

  /// - Parameter readsCache: Whether what did as declared before is not run again.
  init(
    _ workbook: Workbook, readsCache: Bool, progress: @escaping @Sendable (LintProgress) -> Void
  ) async throws {
    grader = try workbook.grader()
    options = workbook.gradingOptions
    cache = OutcomeCache(
      cacheFolder: URL(filePath: try workbook.locations.cache), kind: "trials")
    ground = try await workbook.trialGround(grader)
    self.readsCache = readsCache
    self.progress = progress
  }

  /// Side by side, programs slow each other down: their wall time is longer than the course says.
  private static let stretch = 3.0
  /// How often a program runs alone that noise may have kept from doing what is declared.
  private static let attemptsInNoise = 3
  /// How often a program runs alone that ran out of time.
  private static let attemptsOutOfTime = 2

  /// Runs the trials; the results are in their order.
  func run(_ trials: [LintTrial]) async throws -> [TrialResult] {
    let keys = trials.map { $0.key(on: ground) }
    var results = trials.indices.map { index -> TrialResult? in
      readsCache && cache.find(keys[index]) == Self.asDeclared
        ? TrialResult(isFromCache: true) : nil
    }
    defer { cache.trim() }
    var pace = Pace(all: trials.count, done: results.count { $0 != nil })
    func settle(_ index: Int, _ reason: CourseProblem.Reason?) {
      results[index] = TrialResult(reason: reason)
      pace.done += 1
      // A failure is never kept, nor what it proves wrong.
      if reason == nil {
        cache.store(Self.asDeclared, for: keys[index])
      } else {
        cache.remove(keys[index])
      }
    }
    func begin(_ index: Int) { progress(pace.progress(trials[index].name)) }

    let waiting = trials.indices.filter { results[$0] == nil }
    try await withThrowingTaskGroup(of: (Int, Finding).self) { group in
      var rest = waiting[...]
      func addNext() {
        guard let index = rest.popFirst() else { return }
        begin(index)
        group.addTask { (index, try await sideBySide(trials[index])) }
      }
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { addNext() }
      while let (index, finding) = try await group.next() {
        pace.steps += 1
        if case .settled(let reason) = finding { settle(index, reason) }
        addNext()
      }
    }
    for index in waiting where results[index] == nil {
      begin(index)
      settle(index, try await alone(trials[index]))
      pace.steps += 1
    }
    return results.compactMap { $0 }
  }

  private static let asDeclared = "as declared"

  /// What a run beside others tells.
  private enum Finding: Sendable {
    case settled(CourseProblem.Reason?)
    case runAlone
  }

  /// What came of one run.
  private struct Outcome {
    var reason: CourseProblem.Reason?
    var isCompiled: Bool
    /// Whether noise may have decided.
    var isNoisy: Bool
    /// Whether the wall time that the course grants was over.
    var isOutOfTime: Bool
  }

  private func sideBySide(_ trial: LintTrial) async throws -> Finding {
    if trial.measuresTime {
      try await prepare(trial)
      return .runAlone
    }
    let outcome = try await outcome(of: trial, isAlone: false)
    // Code that does not compile needs no other try; whatever else is wrong may be the fault of
    // the programs beside it.
    let isSettled = outcome.reason == nil ? !outcome.isOutOfTime : !outcome.isCompiled
    return isSettled ? .settled(outcome.reason) : .runAlone
  }

  private func alone(_ trial: LintTrial) async throws -> CourseProblem.Reason? {
    var attempt = 1
    while true {
      let outcome = try await outcome(of: trial, isAlone: true)
      let isTriedAgain =
        outcome.isNoisy && attempt < Self.attemptsInNoise
        || outcome.isOutOfTime && attempt < Self.attemptsOutOfTime
      guard isTriedAgain else { return outcome.reason }
      attempt += 1
    }
  }

  // MARK: One program

  /// Builds the program, so that nothing but its run is left to do.
  private func prepare(_ trial: LintTrial) async throws {
    let (source, exercise) = program(of: trial, isAlone: true)
    try await grader.prepare(
      source: source, fileName: trial.path, exercise: exercise, lessonFile: trial.lessonFile,
      options: options(trial, isAlone: true))
  }

  private func outcome(of trial: LintTrial, isAlone: Bool) async throws -> Outcome {
    let (source, exercise) = program(of: trial, isAlone: isAlone)
    let options = options(trial, isAlone: isAlone)
    if trial.exercise == nil {
      let run = try await grader.run(
        ShownCode(source: source, exercise: exercise), fileName: trial.path,
        options: options)
      return Outcome(
        reason: trial.aim.reason(of: run), isCompiled: run.isCompiled, isNoisy: false,
        isOutOfTime: run.time >= trial.seconds)
    }
    let verdict = try await grader.grade(
      source: source, fileName: trial.path, exercise: exercise, lessonFile: trial.lessonFile,
      options: options)
    let reason = trial.aim.reason(of: verdict, exercise)
    return Outcome(
      reason: reason, isCompiled: verdict.isCompiled,
      isNoisy: reason != nil && verdict.isCompiled && trial.measuresTime,
      isOutOfTime: verdict.timings.start + verdict.timings.run >= trial.seconds)
  }

  /// The program to compile and its checks, with longer limits where others run beside it.
  private func program(of trial: LintTrial, isAlone: Bool) -> (String, Exercise) {
    let stretch = isAlone ? 1 : Self.stretch
    guard var exercise = trial.exercise else {
      let shown = ShownCode(
        trial.source, fileName: trial.path, firstLine: trial.firstLine,
        seconds: trial.seconds * stretch)
      return (shown.source, shown.exercise)
    }
    exercise.limits.seconds *= stretch
    return (trial.source, exercise)
  }

  private func options(_ trial: LintTrial, isAlone: Bool) -> GradingOptions {
    var options = options
    // What measures is built long before it runs.
    options.keepsPrograms = trial.measuresTime
    // Only what is reported needs to know where a program crashed.
    options.locatesCrashes = isAlone
    return options
  }
}

/// How fast the programs are done.
private struct Pace {
  let all: Int
  var done: Int
  /// Runs that ended, some of them of programs that must run once more.
  var steps = 0
  private let start = ContinuousClock.now

  init(all: Int, done: Int) {
    self.all = all
    self.done = done
  }

  func progress(_ current: String) -> LintProgress {
    let passed = (ContinuousClock.now - start) / .seconds(1)
    let left = steps < 4 ? nil : passed / Double(steps) * Double(all - done)
    return LintProgress(done: done, all: all, current: current, secondsLeft: left)
  }
}
