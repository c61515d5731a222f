import Curriculum
import Foundation

/// The compiler's cache of the C library's and Foundation's modules.
///
/// Building these takes a second, so that they are built once, from a file of ours that imports
/// them. A learner's compiler sees the result and cannot write to it.
struct ModuleCache: Sendable {
  let builder: Builder
  /// Whether it serves the optimising compiler; the C modules of the other are not the same.
  let optimizes: Bool

  /// A module cache to compile with.
  struct Prepared: Sendable {
    var path: String
    /// Whether it is the common one, which may only be read.
    var isShared: Bool
  }

  /// Modules of the toolchain that a solution may import.
  private static let known: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization", "RegexBuilder",
    "Observation", "Darwin",
  ]

  /// Makes the cache hold what the sources import.
  /// - Parameter work: where a file to compile is put, and a private cache where the sources
  ///   import something unusual.
  func prepare(work: URL) async throws -> Prepared {
    let sources = [builder.source] + builder.exercise.checks.map(\.code)
    let imported = Set(sources.flatMap { ModuleCache.imports(of: $0) })
      .subtracting(["ModelOptimization", "Checks", "Solution", "Swift"])
    guard imported.isSubset(of: ModuleCache.known) else {
      return Prepared(path: work.appending(path: "modules").path, isShared: false)
    }
    let folder = builder.cache.place("modules", String(builder.toolchain.identity.prefix(32)))
    let kind = optimizes ? "optimized" : "debug"
    let mark = folder.appending(path: "has-\(kind)-" + (imported.sorted().joined(separator: "-")))
    if !FileManager.default.fileExists(atPath: mark.path) {
      try await alone(folder) {
        guard !FileManager.default.fileExists(atPath: mark.path) else { return }
        removeLocks(below: folder)
        try await warm(folder, imported, work: work)
        try builder.cache.attempt(mark) { try Data().write(to: mark) }
      }
      builder.cache.trim("modules")
    }
    return Prepared(path: folder.path, isShared: true)
  }

  /// Runs `body` while no other program does so for the same folder.
  ///
  /// The system's lock ends with its holder, however that ends.
  private func alone(_ folder: URL, _ body: () async throws -> Void) async throws {
    try builder.cache.attempt(folder) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let path = builder.cache.folder.appending(path: "modules.lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw GradingError.file(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw GradingError.file(path: path, reason: String(cString: strerror(errno)))
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    try await body()
  }

  /// Removes the locks of a compiler that was killed. In its own process namespace the next one
  /// would take their holder for alive and wait a minute and a half.
  private func removeLocks(below folder: URL) {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasSuffix(".lock") {
      builder.cache.remove(folder.appending(path: name))
    }
  }

  private func warm(_ folder: URL, _ imported: Set<String>, work: URL) async throws {
    let source = work.appending(path: "Imports.swift")
    let modules = ["Checks", "ModelOptimization"] + imported.sorted()
    try builder.cache.attempt(folder) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // A file may import Darwin in a branch that is not this system's.
      try modules.map { "#if canImport(\($0))\nimport \($0)\n#endif\n" }.joined()
        .write(to: source, atomically: false, encoding: .utf8)
    }
    let prepared = Prepared(path: folder.path, isShared: true)
    let command =
      builder.frontend("Imports", prepared) + (optimizes ? ["-O"] : ["-Onone", "-g"])
      + ["-typecheck", source.path, "-I", builder.library.solutionModules.path]
      + ["-I", builder.library.checksModules.path]
    let library = builder.library.solutionModules.deletingLastPathComponent().path
    let end = try await ChildProcess(
      arguments: builder.sandbox.compiling(
        command, work: work.path, readable: builder.toolchain.visiblePaths + [library],
        writable: [folder.path]),
      environment: Sandbox.environment, timeLimit: 120
    ).run()
    if end.kill == .cancelled { throw CancellationError() }
    guard end.succeeded else {
      throw GradingError.toolFailed(
        tool: "swift-frontend", output: end.errors.text + end.output.text)
    }
  }

  /// The modules that a source imports, by its lines; a comment that looks like an import costs
  /// a little time and nothing else.
  static func imports(of source: String) -> Set<String> {
    var found: Set<String> = []
    for line in source.split(whereSeparator: \.isNewline) {
      var words = line.split(whereSeparator: { $0.isWhitespace || $0 == ";" })[...]
      while let word = words.first, word.hasPrefix("@") || accessLevels.contains(String(word)) {
        words = words.dropFirst()
      }
      guard words.first == "import", let named = words.dropFirst().first else { continue }
      let module = kinds.contains(String(named)) ? words.dropFirst(2).first ?? named : named
      found.insert(String(module.prefix { $0 != "." }))
    }
    return found
  }

  private static let accessLevels: Set<String> = [
    "public", "internal", "private", "fileprivate", "package",
  ]
  private static let kinds: Set<String> = [
    "func", "struct", "class", "enum", "protocol", "typealias", "var", "let",
  ]
}
