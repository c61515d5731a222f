public import Curriculum
import Foundation

/// Grades many variants of one solution that differ inside of its functions alone.
///
/// The solution's interface and the checks are compiled once, from the solution itself; a variant
/// costs one call of the compiler, one of the linker and a run that ends with the first check that
/// fails. Speed is taken for granted: `expectFaster` holds without measuring.
public final class VariantGrader: Sendable {
  /// What came of a variant.
  public enum Outcome: Sendable, Equatable {
    /// It does not compile, or cannot be linked.
    case notCompiled
    /// It was compiled to the program of an earlier one, whose fingerprint this is.
    case same(as: String)
    /// A check failed; its title, and what happened where that is not a matter of values.
    case failed(check: String, message: String?)
    /// Every check passed but for some that noise kept undecided.
    case undecided
    /// Every check passed.
    case passed
  }

  private let builder: Builder
  private let work: URL
  private let options: GradingOptions
  /// What tells the solution's own program from others.
  public let fingerprint: String
  /// How the solution itself came out.
  public let own: Outcome
  /// The wall time that a variant may run, in seconds.
  public let seconds: Double

  /// How many times as long as the solution a variant may run.
  static let patience = 10.0
  /// The seconds that every variant gets: a busy machine may halt any program for a moment.
  static let leastSeconds = 2.0

  fileprivate init(
    builder: Builder, work: URL, options: GradingOptions, fingerprint: String, own: Outcome,
    seconds: Double
  ) {
    self.builder = builder
    self.work = work
    self.options = options
    self.fingerprint = fingerprint
    self.own = own
    self.seconds = seconds
  }

  deinit { builder.cache.remove(work) }

  /// Grades a variant.
  /// - Parameters:
  ///   - source: the variant; its types and signatures are those of the solution.
  ///   - known: the fingerprints of programs that need no second run.
  /// - Returns: how it came out, and the fingerprint of its program where it has one.
  /// - Throws: ``GradingError`` where something of ours is in the way; `CancellationError`.
  public func grade(
    _ source: String, known: Set<String>
  ) async throws -> (outcome: Outcome, fingerprint: String?) {
    let work = try builder.cache.makeWorkFolder()
    defer { builder.cache.remove(work) }
    var builder = builder
    builder.source = source
    let compilation = Compilation(
      builder: builder, work: work, checks: "", optimizes: true)
    guard let fingerprint = try await compilation.compileVariant(of: self.work) else {
      return (.notCompiled, nil)
    }
    if known.contains(fingerprint) { return (.same(as: fingerprint), fingerprint) }
    guard try await compilation.link() == nil else { return (.notCompiled, nil) }
    let end = try await builder.run(work, options, seconds: seconds)
    return (end.outcome, fingerprint)
  }
}

extension Grader {
  /// Compiles a solution, so that variants of it can be graded.
  /// - Parameters:
  ///   - source: the solution.
  ///   - fileName: how messages call its file.
  ///   - exercise: the checks and the limits.
  ///   - lessonFile: the lesson, relative to the course folder.
  ///   - options: the sandbox and the data.
  /// - Returns: nil where the solution does not compile.
  /// - Throws: ``GradingError`` where something of ours is in the way; `CancellationError`.
  public func variants(
    of source: String, fileName: String, exercise: Exercise, lessonFile: String,
    options: GradingOptions
  ) async throws -> VariantGrader? {
    let builder = try await builder(source, fileName, exercise, lessonFile, options)
    let work = try builder.cache.makeWorkFolder()
    var isKept = false
    defer { if !isKept { builder.cache.remove(work) } }
    let checks = CheckProgram(exercise, lessonFile: lessonFile).source
    let compilation = Compilation(builder: builder, work: work, checks: checks, optimizes: true)
    guard try await !compilation.compile().hasErrors, try await compilation.link() == nil else {
      return nil
    }
    let fingerprint = try compilation.fingerprint()
    let end = try await builder.run(work, options, seconds: exercise.limits.seconds)
    isKept = true
    return VariantGrader(
      builder: builder, work: work, options: options, fingerprint: fingerprint,
      own: end.outcome,
      seconds: min(
        exercise.limits.seconds,
        max(VariantGrader.leastSeconds, end.seconds * VariantGrader.patience)))
  }
}

extension Builder {
  /// Runs the program in a folder until a check fails.
  fileprivate func run(
    _ work: URL, _ options: GradingOptions, seconds: Double
  ) async throws -> (outcome: VariantGrader.Outcome, seconds: Double) {
    let program = work.appending(path: "program")
    try cache.attempt(program) {
      // Inside the sandbox another user starts it.
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: program.path)
    }
    var run = ProgramRun(
      sandbox: sandbox, program: program.path, libraries: try libraries(of: program),
      limits: exercise.limits, cache: cache,
      dataFolder: options.dataFolder?.resolvingSymlinksInPath())
    run.stopsAtFailure = true
    run.assumesSpeed = true
    var judge = Judge(exercise)
    let result = try await run.run(checks: judge.waiting, passed: [], seconds: seconds)
    if result.end.kill == .cancelled { throw CancellationError() }
    _ = try judge.take(result)
    let findings = Judge.order(exercise.checks).map { ($0, judge.findings[$0]) }
    let worst = findings.first { $0.1.status == .failed }
    if let (index, finding) = worst {
      let outcome = VariantGrader.Outcome.failed(
        check: exercise.checks[index].title, message: finding.message)
      return (outcome, result.end.seconds)
    }
    let isUndecided = findings.contains { $0.1.status == .undecided }
    return (isUndecided ? .undecided : .passed, result.end.seconds)
  }
}
