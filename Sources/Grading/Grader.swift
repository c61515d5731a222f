public import Curriculum
public import Foundation

/// Turns a learner's file into a verdict: compiles it with the lesson's checks, runs both behind
/// walls, and judges what comes back.
public struct Grader: Sendable {
  /// The compiler and the library.
  public let toolchain: LearnerToolchain
  private let cache: BuildCache

  /// Makes a grader.
  /// - Parameters:
  ///   - toolchain: the compiler, and the library that solutions are compiled against.
  ///   - cacheFolder: where compiled programs are kept, such as `$XDG_CACHE_HOME/pare`.
  public init(toolchain: LearnerToolchain, cacheFolder: URL) {
    self.toolchain = toolchain
    cache = BuildCache(folder: cacheFolder)
  }

  /// The largest source that is compiled, in bytes.
  public static let sourceLimit = 1 << 20

  /// Grades a solution.
  /// - Parameters:
  ///   - source: the learner's source.
  ///   - fileName: how messages call the learner's file.
  ///   - exercise: the checks and the limits.
  ///   - lessonFile: the lesson, relative to the course folder; errors in a check point there.
  ///   - options: the sandbox, the data and the cache.
  /// - Returns: the verdict; a program that fails, crashes or attacks is one too.
  /// - Throws: ``GradingError`` where something of ours is in the way; `CancellationError`.
  public func grade(
    source: String, fileName: String, exercise: Exercise, lessonFile: String,
    options: GradingOptions = GradingOptions()
  ) async throws -> Verdict {
    try await verdict(source, fileName, exercise, lessonFile, options, runs: true)
  }

  /// Compiles a solution and keeps the program, so that grading it takes no longer than its run.
  ///
  /// The parameters are those of ``grade(source:fileName:exercise:lessonFile:options:)``, and so
  /// are the errors; a solution that does not compile is none here either.
  public func prepare(
    source: String, fileName: String, exercise: Exercise, lessonFile: String,
    options: GradingOptions = GradingOptions()
  ) async throws {
    _ = try await verdict(source, fileName, exercise, lessonFile, options, runs: false)
  }

  private func verdict(
    _ source: String, _ fileName: String, _ exercise: Exercise, _ lessonFile: String,
    _ options: GradingOptions, runs: Bool
  ) async throws -> Verdict {
    do {
      return try await judge(source, fileName, exercise, lessonFile, options, runs: runs)
    } catch let error as GradingError where error.exitCode == 70 && cache.isOutOfSpace {
      // A tool that finds no room says so in its own words, or crashes.
      throw GradingError.file(path: cache.folder.path, reason: "No space left on device")
    }
  }

  private func judge(
    _ source: String, _ fileName: String, _ exercise: Exercise, _ lessonFile: String,
    _ options: GradingOptions, runs: Bool
  ) async throws -> Verdict {
    let start = ContinuousClock.now
    try validate(exercise)
    var verdict = Verdict(exercise)
    if let problem = Grader.problem(in: source, fileName) {
      verdict.outcome = .compileError
      verdict.diagnostics = [problem]
      return verdict
    }
    if !options.withoutWalls.contains(.attributes),
      let refusal = SourcePolicy.refusal(of: source)
    {
      verdict.outcome = .refused
      verdict.refusal = refusal
      return verdict
    }
    var builder = try await builder(source, fileName, exercise, lessonFile, options)
    builder.keepsProgram = options.keepsPrograms
    builder.checksSymbols = !options.withoutWalls.contains(.symbols)
    switch try await builder.build(timings: &verdict.timings) {
    case .diagnostics(let diagnostics):
      verdict.outcome = .compileError
      verdict.diagnostics = diagnostics
    case .refused(let reason):
      verdict.outcome = .refused
      verdict.refusal = reason
    case .program(let program):
      defer { if let work = program.work { cache.remove(work) } }
      verdict.diagnostics = program.warnings
      if runs { try await run(program, builder, options, &verdict) }
    }
    verdict.timings.total = seconds(since: start)
    return verdict
  }

  /// What builds a solution behind the walls that this machine has.
  func builder(
    _ source: String, _ fileName: String, _ exercise: Exercise, _ lessonFile: String,
    _ options: GradingOptions
  ) async throws -> Builder {
    Builder(
      toolchain: toolchain, cache: cache,
      library: try await Library.prepare(toolchain, in: cache),
      sandbox: try await chooseSandbox(options), source: source, fileName: fileName,
      lessonFile: lessonFile, exercise: exercise, usesCache: options.usesCache)
  }

  private func run(
    _ program: Builder.Program, _ builder: Builder, _ options: GradingOptions,
    _ verdict: inout Verdict
  ) async throws {
    let exercise = builder.exercise
    let run = ProgramRun(
      sandbox: builder.sandbox, program: program.path, libraries: program.libraries,
      limits: exercise.limits, cache: builder.cache,
      dataFolder: options.dataFolder?.resolvingSymlinksInPath(), withoutWalls: options.withoutWalls)
    var judge = Judge(exercise)
    let start = ContinuousClock.now
    var isFirst = true
    repeat {
      let left = max(0.2, exercise.limits.seconds - seconds(since: start))
      let result = try await run.run(checks: judge.waiting, passed: judge.passed, seconds: left)
      if result.end.kill == .cancelled { throw CancellationError() }
      if isFirst { verdict.timings.start = result.end.firstReport ?? 0 }
      isFirst = false
      guard try judge.take(result) else { break }
    } while true
    verdict.timings.run = max(0, seconds(since: start) - verdict.timings.start)
    let crashed = judge.findings.indices.filter { judge.findings[$0].crashed }
    if !crashed.isEmpty, options.locatesCrashes {
      let locateStart = ContinuousClock.now
      let locator = CrashLocator(
        builder: builder, limits: exercise.limits, dataFolder: run.dataFolder)
      for (index, place) in try await locator.locate(crashed, passed: judge.passed) {
        judge.locate(index, line: place.line, trap: place.trap)
      }
      verdict.timings.locate = seconds(since: locateStart)
    }
    verdict.take(judge, exercise, lessonFile: builder.lessonFile)
  }

  private func chooseSandbox(_ options: GradingOptions) async throws -> Sandbox {
    if options.sandbox == .off { return .limitsAlone }
    var report = await Sandbox.probe()
    if options.withoutWalls.contains(.namespaces) {
      report = Sandbox.Report(sandbox: .limitsAlone, reason: "it was left out")
    }
    if options.sandbox == .required, !report.isComplete {
      throw GradingError.noSandbox(reason: report.reason ?? "none was found")
    }
    return report.sandbox
  }

  private func validate(_ exercise: Exercise) throws {
    let titles = exercise.checks.map(\.title)
    if titles.isEmpty {
      throw GradingError.brokenExercise(id: exercise.id, reason: "it has no checks")
    }
    if Set(titles).count != titles.count {
      throw GradingError.brokenExercise(id: exercise.id, reason: "two checks have the same title")
    }
    for check in exercise.checks {
      if let after = check.after, !titles.contains(after) {
        throw GradingError.brokenExercise(
          id: exercise.id, reason: "no check “\(after)”, which “\(check.title)” asks for")
      }
    }
  }

  /// What no compiler need be asked about.
  private static func problem(in source: String, _ fileName: String) -> Diagnostic? {
    var message: String?
    if source.utf8.count > sourceLimit {
      message = "the file has \(source.utf8.count) bytes; a solution has at most \(sourceLimit)"
    } else if source.utf8.contains(0) {
      message = "the file is not Swift source: it contains a zero byte"
    } else if source.allSatisfy(\.isWhitespace) {
      message = "the file is empty"
    }
    return message.map {
      Diagnostic(file: fileName, line: 1, column: 1, severity: .error, message: $0)
    }
  }
}
