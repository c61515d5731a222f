import Foundation

/// A copy of the library that solutions are compiled against, in the cache: a build of the
/// project in the middle of a grading changes nothing, and the learner's compiler sees these few
/// files instead of every module of the project.
struct Library: Sendable {
  /// The folder with the modules that a solution sees.
  let solutionModules: URL
  /// The folder with the modules that the checks see beside those.
  let checksModules: URL
  /// The static libraries, in the order in which they are linked.
  let archives: [URL]
  /// The libraries that these ask for, `-lname`.
  let linkRequests: [String]

  /// Copies the library where it is not yet in the cache.
  static func prepare(_ toolchain: LearnerToolchain, in cache: BuildCache) async throws -> Library {
    let key = String(toolchain.identity.prefix(32))
    let place: URL
    if let found = cache.find("library", key) {
      place = found
    } else {
      place = try await copy(toolchain, key, in: cache)
    }
    let requests = place.appending(path: "link-requests")
    let text = try cache.attempt(requests) { try String(contentsOf: requests, encoding: .utf8) }
    return Library(
      solutionModules: place.appending(path: "solution"),
      checksModules: place.appending(path: "checks"),
      archives: ["libChecks.a", "libModelOptimization.a"].map { place.appending(path: $0) },
      linkRequests: text.split(separator: "\n").map { String($0) })
  }

  private static func copy(
    _ toolchain: LearnerToolchain, _ key: String, in cache: BuildCache
  ) async throws -> URL {
    let work = try cache.makeWorkFolder()
    let manager = FileManager.default
    let copies = [
      ("Modules/ModelOptimization.swiftmodule", "solution/ModelOptimization.swiftmodule"),
      ("Modules/Checks.swiftmodule", "checks/Checks.swiftmodule"),
      ("libModelOptimization.a", "libModelOptimization.a"), ("libChecks.a", "libChecks.a"),
    ]
    try cache.attempt(work) {
      for folder in ["solution", "checks"] {
        try manager.createDirectory(
          at: work.appending(path: folder), withIntermediateDirectories: true)
      }
      for (from, to) in copies {
        try manager.copyItem(
          at: toolchain.library.appending(path: from), to: work.appending(path: to))
      }
      // ModelOptimization imports its kernels in C for itself alone; the compiler still wants a
      // module of that name. This one is empty: a solution cannot call what stands behind the
      // library.
      try "module CKernels {}\n".write(
        to: work.appending(path: "solution/module.modulemap"), atomically: true, encoding: .utf8)
    }
    var requests: [String] = []
    #if os(Linux)
      let extract = ChildProcess(
        arguments: [
          toolchain.root.appending(path: "bin/swift-autolink-extract").path,
          work.appending(path: "libModelOptimization.a").path,
          work.appending(path: "libChecks.a").path, "-o", "/dev/stdout",
        ], timeLimit: 30)
      let end = try await extract.run()
      guard end.succeeded else {
        throw GradingError.toolFailed(tool: "swift-autolink-extract", output: end.errors.text)
      }
      requests = end.output.text.split(whereSeparator: \.isWhitespace).map { String($0) }
    #endif
    let list = work.appending(path: "link-requests")
    try cache.attempt(list) {
      try requests.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
    }
    return try cache.store(work, "library", key)
  }
}
