import Curriculum
import Foundation

/// One solution on its way through the compiler, in a folder of its own.
struct Compilation: Sendable {
  let builder: Builder
  let work: URL
  let checks: String
  /// Whether the optimiser runs; without it, line tables are written instead.
  let optimizes: Bool

  /// What the compiler made of it.
  struct Compiled: Sendable {
    var diagnostics: [Diagnostic] = []
    var reusedChecks = false
    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  private var solutionFile: URL { work.appending(path: "Solution.swift") }
  private var solutionObject: URL { work.appending(path: "Solution.o") }
  private var checksObject: URL { work.appending(path: "Program.o") }

  /// Compiles the solution and the checks, as much as possible at the same time: the solution's
  /// interface first, then the code of both.
  func compile() async throws -> Compiled {
    let cache = builder.cache
    try cache.attempt(work) {
      try builder.source.write(to: solutionFile, atomically: false, encoding: .utf8)
      try checks.write(
        to: work.appending(path: CheckProgram.fileName), atomically: false, encoding: .utf8)
    }
    let moduleCache = try await ModuleCache(builder: builder, optimizes: optimizes).prepare(
      work: work)
    async let code = run(solutionCode(moduleCache), moduleCache)
    let interface = try await run(solutionInterface(moduleCache), moduleCache)
    guard interface.succeeded else {
      // The full compilation says more: bodies are checked there.
      return try report(await code, orElse: interface)
    }
    let key = try checksKey()
    if optimizes, builder.usesCache, let found = cache.find("checks", key) {
      try cache.attempt(found) {
        try FileManager.default.copyItem(at: found, to: checksObject)
      }
      var compiled = try report(await code, orElse: nil)
      compiled.reusedChecks = true
      return compiled
    }
    async let checksEnd = run(checksCode(moduleCache), moduleCache)
    var compiled = try report(await code, orElse: nil)
    let checksDone = try await checksEnd
    if compiled.hasErrors { return compiled }
    if !checksDone.succeeded {
      compiled.diagnostics = try diagnostics(of: checksDone, tool: "the compiler, on the checks")
      return compiled
    }
    if optimizes, builder.usesCache {
      let copy = work.appending(path: "Kept.o")
      try cache.attempt(copy) { try FileManager.default.copyItem(at: checksObject, to: copy) }
      _ = try cache.store(copy, "checks", key)
    }
    return compiled
  }

  /// Compiles another body of a solution whose interface and checks were compiled in `folder`.
  /// - Returns: the fingerprint of the code; nil where it does not compile.
  func compileVariant(of folder: URL) async throws -> String? {
    try builder.cache.attempt(work) {
      try builder.source.write(to: solutionFile, atomically: false, encoding: .utf8)
      try FileManager.default.copyItem(
        at: folder.appending(path: checksObject.lastPathComponent), to: checksObject)
    }
    let moduleCache = try await ModuleCache(builder: builder, optimizes: optimizes).prepare(
      work: work)
    let code = try report(await run(solutionCode(moduleCache), moduleCache), orElse: nil)
    return code.hasErrors ? nil : try fingerprint()
  }

  /// What tells the solution's compiled code from any other.
  func fingerprint() throws -> String {
    let object = try builder.cache.attempt(solutionObject) { try Data(contentsOf: solutionObject) }
    return SHA256.hexadecimal(of: [UInt8](object))
  }

  /// Why the compiled solution is refused; nil where it is not.
  func refusal() async throws -> String? {
    guard builder.checksSymbols else { return nil }
    #if os(Linux)
      let data = try builder.cache.attempt(solutionObject) { try Data(contentsOf: solutionObject) }
      guard let object = ObjectFile([UInt8](data)) else {
        throw GradingError.toolFailed(
          tool: "swift-frontend", output: "it wrote an object that cannot be read")
      }
      if let refusal = SymbolPolicy.refusal(of: object) { return refusal }
      let forbids = builder.exercise.forbids
      if !forbids.isEmpty {
        let asked = object.symbols.filter { !$0.isDefined }.map(\.name)
        let names = try await demangle(asked)
        if let name = SymbolPolicy.forbiddenName(forbids, in: names) {
          return "this exercise asks you to write it without the library's “\(name)”."
        }
      }
    #endif
    return nil
  }

  /// Links the program.
  /// - Returns: why it cannot be linked, in the linker's words; nil where it can.
  func link() async throws -> String? {
    let end = try await sandboxed(linkCommand(), readable: [], writable: [])
    if end.succeeded { return nil }
    if end.kill == .cancelled { throw CancellationError() }
    let said = end.errors.text + end.output.text
    // The learner's file can name what does not exist, or define what the library defines.
    // Our own `main` is never theirs.
    if said.contains("undefined symbol") || said.contains("duplicate symbol"),
      !said.contains("undefined symbol: main")
    {
      let first = said.split(separator: "\n").first { $0.contains("symbol") } ?? ""
      return "the program cannot be linked: \(first)"
    }
    throw GradingError.toolFailed(tool: "clang", output: said)
  }

  private func demangle(_ names: [String]) async throws -> [String] {
    let list = work.appending(path: "names")
    try builder.cache.attempt(list) {
      try names.joined(separator: "\n").write(to: list, atomically: false, encoding: .utf8)
    }
    let tool = builder.toolchain.root.appending(path: "bin/swift-demangle").path
    var end = ChildProcess.End(status: .exited(0))
    var demangled: [String] = []
    // In portions, for the length of a command line is limited.
    for start in stride(from: 0, to: names.count, by: 500) {
      let portion = names[start..<min(start + 500, names.count)].filter { $0.hasPrefix("$s") }
      end = try await sandboxed([tool, "--compact"] + portion, readable: [], writable: [])
      guard end.succeeded else {
        throw GradingError.toolFailed(tool: "swift-demangle", output: end.errors.text)
      }
      demangled += end.output.text.split(separator: "\n").map { String($0) }
    }
    return demangled
  }

  private func report(
    _ end: ChildProcess.End, orElse other: ChildProcess.End?
  ) throws -> Compiled {
    if let other, end.succeeded {
      return Compiled(diagnostics: try diagnostics(of: other, tool: "the compiler"))
    }
    return Compiled(diagnostics: try diagnostics(of: end, tool: "the compiler"))
  }

  private func diagnostics(of end: ChildProcess.End, tool: String) throws -> [Diagnostic] {
    if end.kill == .cancelled { throw CancellationError() }
    let text = end.errors.text + "\n" + end.output.text
    if text.hasPrefix("bwrap: ") { throw GradingError.toolFailed(tool: "bwrap", output: text) }
    // The compiler's own trouble with files is not the learner's.
    for trouble in [
      "No space left on device", "unable to open output file", "Read-only file system",
    ]
    where !end.succeeded && text.contains("<unknown>:0: error: ") && text.contains(trouble) {
      throw GradingError.file(path: work.path, reason: trouble)
    }
    // Nor are modules that a full disk or a power cut has damaged. The next time they are made anew.
    let modules = builder.cache.place("modules", String(builder.toolchain.identity.prefix(32)))
    let damage = "error: file '\(modules.path)/"
    if !end.succeeded, text.contains(damage), text.contains("is not a valid module file") {
      builder.cache.remove(modules)
      throw GradingError.file(
        path: modules.path, reason: "what it held was damaged and is removed. Try again")
    }
    let parser = DiagnosticParser(
      solutionPath: "/Solution.swift", fileName: builder.fileName, source: builder.source,
      lessonFile: builder.lessonFile)
    var found = parser.parse(text)
    if end.succeeded {
      // What looks like an error of a compiler that succeeded is the learner's own text.
      for index in found.indices where found[index].severity == .error {
        found[index].severity = .warning
      }
    }
    guard !end.succeeded, !found.contains(where: { $0.severity == .error }) else { return found }
    // The compiler gave up without an error: too much to check, or a crash of its own, which
    // some programs provoke.
    let message =
      end.kill == .time
      ? "the compiler did not come to an end within \(Int(CompileLimits.seconds)) s. "
        + "Split long expressions, and give literals a type."
      : "the compiler gave up on this file. It said: "
        + (text.split(separator: "\n").first.map { String($0.prefix(200)) } ?? "nothing")
    found.insert(
      Diagnostic(file: builder.fileName, line: 1, column: 1, severity: .error, message: message),
      at: 0)
    return found
  }

  private func checksKey() throws -> String {
    let module = work.appending(path: "Solution.swiftmodule")
    let data = try builder.cache.attempt(module) { try Data(contentsOf: module) }
    // The checks see nothing of the solution but this file.
    let seen = SHA256.hexadecimal(of: [UInt8](data))
    return SHA256.hexadecimal(of: "checks 1 \(builder.toolchain.identity) \(seen) \(checks)")
  }

  // MARK: Command lines

  /// How much the optimiser does. The same for every call: the C modules that they share depend
  /// on it.
  private var level: [String] { optimizes ? ["-O"] : ["-Onone", "-g"] }

  private func solutionCode(_ moduleCache: ModuleCache.Prepared) -> [String] {
    builder.frontend("Solution", moduleCache)
      + level
      + ["-c", solutionFile.path, "-o", solutionObject.path]
      // Without a mark that depends on the file's place: the same code makes the same object.
      + ["-disable-incremental-llvm-codegen"]
      + ["-I", builder.library.solutionModules.path]
  }

  private func solutionInterface(_ moduleCache: ModuleCache.Prepared) -> [String] {
    builder.frontend("Solution", moduleCache) + level
      + ["-emit-module", solutionFile.path]
      + ["-o", work.appending(path: "Solution.swiftmodule").path]
      + ["-experimental-skip-non-inlinable-function-bodies-without-types"]
      + ["-suppress-warnings", "-I", builder.library.solutionModules.path]
  }

  private func checksCode(_ moduleCache: ModuleCache.Prepared) -> [String] {
    builder.frontend("PareChecks", moduleCache) + level
      + ["-c", work.appending(path: CheckProgram.fileName).path, "-o", checksObject.path]
      + ["-suppress-warnings", "-I", work.path]
      + ["-I", builder.library.solutionModules.path, "-I", builder.library.checksModules.path]
  }

  private func linkCommand() throws -> [String] {
    let toolchain = builder.toolchain
    var arguments = [
      toolchain.linker.path, "--target=\(toolchain.target)", solutionObject.path,
      checksObject.path,
    ]
    arguments += builder.library.archives.map(\.path)
    arguments += ["-L", toolchain.runtime.path]
    #if os(Linux)
      // A crash is located by address: these must not move in a program built for that.
      arguments += ["-fuse-ld=lld", optimizes ? "-pie" : "-no-pie"]
      arguments.append(
        toolchain.runtime.appending(path: "\(LearnerToolchain.architecture)/swiftrt.o").path)
      arguments += ["-Wl,-rpath,\(toolchain.runtime.path)", "-Wl,--as-needed"]
      // Without these sections the program is smaller by half; line tables stay where wanted.
      if optimizes { arguments.append("-Wl,--strip-debug") }
      arguments += try linkRequests() + ["-lswiftCore"]
    #else
      if let kit = toolchain.systemKit { arguments += ["-isysroot", kit] }
      arguments += ["-Wl,-rpath,/usr/lib/swift"]
    #endif
    return arguments + ["-o", work.appending(path: "program").path]
  }

  /// The libraries of the imported modules, those of the toolchain and of C alone.
  private func linkRequests() throws -> [String] {
    var requests = builder.library.linkRequests
    for object in [solutionObject, checksObject] {
      let data = try builder.cache.attempt(object) { try Data(contentsOf: object) }
      requests += ObjectFile([UInt8](data))?.linkRequests ?? []
    }
    let system: Set<String> = ["-lm", "-lpthread", "-ldl", "-lutil", "-lstdc++"]
    var seen: Set<String> = []
    return requests.filter { request in
      guard seen.insert(request).inserted else { return false }
      if system.contains(request) { return true }
      let file = "lib\(request.dropFirst(2)).so"
      return request.hasPrefix("-l") && !request.contains("/")
        && FileManager.default.fileExists(
          atPath: builder.toolchain.runtime.appending(path: file).path)
    }
  }

  private func run(
    _ command: [String], _ moduleCache: ModuleCache.Prepared
  ) async throws -> ChildProcess.End {
    try await sandboxed(
      command, readable: moduleCache.isShared ? [moduleCache.path] : [], writable: [])
  }

  private func sandboxed(
    _ command: [String], readable: [String], writable: [String]
  ) async throws -> ChildProcess.End {
    let library = builder.library.solutionModules.deletingLastPathComponent().path
    let wrapped = builder.sandbox.compiling(
      CompileLimits.shell + command, work: work.path,
      readable: builder.toolchain.visiblePaths + [library] + readable, writable: writable)
    return try await ChildProcess(
      arguments: wrapped, environment: Sandbox.environment, timeLimit: CompileLimits.seconds,
      keptOutput: 1 << 20
    ).run()
  }
}

/// What a compiler may use: far more than any exercise needs.
enum CompileLimits {
  /// Wall time in seconds.
  static let seconds = 30.0

  /// A shell that sets processor time (seconds), file size (512-byte blocks) and address space
  /// (kilobytes), and becomes the command that follows.
  static let shell = [
    "/bin/sh", "-c",
    "ulimit -c 0; ulimit -t 40; ulimit -f 524288; ulimit -v 8388608 2>/dev/null; exec \"$@\"",
    "sh",
  ]
}
