import Curriculum
import Foundation

/// Compiles a solution and its checks into one program.
struct Builder: Sendable {
  /// A program, ready to run.
  struct Program: Sendable {
    /// The executable.
    var path: String
    /// The shared libraries that it needs.
    var libraries: [String]
    /// What the compiler said, though it built it.
    var warnings: [Diagnostic]
    /// The folder that whoever runs it removes afterwards; nil where it is kept.
    var work: URL?
  }

  /// What came of a build.
  enum Outcome: Sendable {
    case program(Program)
    case diagnostics([Diagnostic])
    case refused(String)
  }

  let toolchain: LearnerToolchain
  let cache: BuildCache
  let library: Library
  let sandbox: Sandbox
  /// The learner's source.
  var source: String
  /// How messages call the learner's file.
  let fileName: String
  /// The lesson that the checks stand in, relative to the course folder.
  let lessonFile: String
  let exercise: Exercise
  let usesCache: Bool
  /// Whether the program is put into the cache.
  var keepsProgram = true
  /// Whether the object is looked at before it is linked; tests alone leave that out.
  var checksSymbols = true

  /// Builds the program, or takes it from the cache, and adds the time to `timings`.
  /// - Throws: ``GradingError``.
  func build(timings: inout Timings) async throws -> Outcome {
    let checks = CheckProgram(exercise, lessonFile: lessonFile).source
    var parts = ContentKey("program 3 \(checksSymbols)")
    for part in [toolchain.identity, sandbox.name, fileName, lessonFile] { parts.add(part) }
    parts.add(exercise.forbids)
    parts.add(checks)
    parts.add(source)
    let key = parts.text
    if usesCache, keepsProgram, let entry = cache.find("programs", key) {
      timings.reusedProgram = true
      return .program(try read(entry))
    }
    let work = try cache.makeWorkFolder()
    var isWorkNeeded = false
    defer { if !isWorkNeeded { cache.remove(work) } }
    let start = ContinuousClock.now
    let compilation = Compilation(builder: self, work: work, checks: checks, optimizes: true)
    let compiled = try await compilation.compile()
    timings.compile = seconds(since: start)
    timings.reusedChecks = compiled.reusedChecks
    if compiled.hasErrors { return .diagnostics(compiled.diagnostics) }
    if let refusal = try await compilation.refusal() { return .refused(refusal) }
    let linkStart = ContinuousClock.now
    if let message = try await compilation.link() {
      return .refused(message)
    }
    timings.link = seconds(since: linkStart)
    guard keepsProgram else {
      let program = work.appending(path: "program")
      try makeExecutable(program)
      isWorkNeeded = true
      return .program(
        Program(
          path: program.path, libraries: try libraries(of: program),
          warnings: compiled.diagnostics, work: work))
    }
    let entry = try keep(compilation, compiled.diagnostics, work, key)
    return .program(try read(entry))
  }

  /// Builds the program without optimisation and with line tables, to locate a crash. The caller
  /// removes the folder it is in.
  /// - Returns: the program, or nil where it cannot be built.
  func buildForDebugging() async throws -> (program: String, libraries: [String], work: URL)? {
    let work = try cache.makeWorkFolder()
    let checks = CheckProgram(exercise, lessonFile: lessonFile).source
    let compilation = Compilation(builder: self, work: work, checks: checks, optimizes: false)
    guard try await !compilation.compile().hasErrors, try await compilation.refusal() == nil,
      try await compilation.link() == nil
    else {
      cache.remove(work)
      return nil
    }
    let program = work.appending(path: "program")
    return (program.path, try libraries(of: program), work)
  }

  /// The part of a call of the compiler that all calls share. The cache of modules depends on it.
  func frontend(_ module: String, _ moduleCache: ModuleCache.Prepared) -> [String] {
    var arguments = [
      toolchain.frontend.path, "-frontend", "-target", toolchain.target,
      "-module-name", module, "-parse-as-library", "-enable-testing", "-swift-version", "6",
      "-diagnostic-style", "llvm", "-no-color-diagnostics", "-empty-abi-descriptor",
      "-module-cache-path", moduleCache.path,
      // Expressions that take the type checker for ever.
      "-solver-expression-time-threshold=8",
    ]
    #if os(Linux)
      arguments.append("-disable-objc-interop")
    #endif
    if let kit = toolchain.systemKit { arguments += ["-sdk", kit] }
    return arguments
  }

  /// The shared libraries that a program needs.
  func libraries(of program: URL) throws -> [String] {
    #if os(Linux)
      return try SharedLibraries(runtime: toolchain.runtime.path).needed(by: program)
    #else
      return []
    #endif
  }

  /// Lets everybody start a program: inside the sandbox another user does.
  private func makeExecutable(_ program: URL) throws {
    try cache.attempt(program) {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: program.path)
    }
  }

  private func keep(
    _ compilation: Compilation, _ diagnostics: [Diagnostic], _ work: URL, _ key: String
  ) throws -> URL {
    let finished = work.appending(path: "finished")
    let program = work.appending(path: "program")
    return try cache.attempt(finished) {
      let manager = FileManager.default
      try manager.createDirectory(at: finished, withIntermediateDirectories: false)
      try manager.moveItem(at: program, to: finished.appending(path: "program"))
      try makeExecutable(finished.appending(path: "program"))
      let entry = Entry(
        libraries: try libraries(of: finished.appending(path: "program")), warnings: diagnostics)
      try JSONEncoder().encode(entry).write(to: finished.appending(path: "entry.json"))
      return try cache.store(finished, "programs", key)
    }
  }

  private func read(_ place: URL) throws -> Program {
    let file = place.appending(path: "entry.json")
    let entry = try cache.attempt(file) {
      try JSONDecoder().decode(Entry.self, from: try Data(contentsOf: file))
    }
    return Program(
      path: place.appending(path: "program").path, libraries: entry.libraries,
      warnings: entry.warnings)
  }

  /// What is kept beside a program.
  private struct Entry: Codable {
    var libraries: [String]
    var warnings: [Diagnostic]
  }
}

/// Seconds since an instant.
func seconds(since start: ContinuousClock.Instant) -> Double {
  (ContinuousClock.now - start) / .seconds(1)
}
