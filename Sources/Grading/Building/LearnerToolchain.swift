public import Foundation

/// The compiler that solutions are built with, and the library that they are built against.
public struct LearnerToolchain: Sendable {
  /// `swift-frontend`: called directly, for the driver's own start costs more than it does here.
  public let frontend: URL
  /// `clang` of the same toolchain, which calls the linker.
  public let linker: URL
  /// `llvm-symbolizer`, which names the line of a crash, where the toolchain has one.
  public let symbolizer: URL?
  /// The toolchain's `usr` folder.
  public let root: URL
  /// The folder with `Modules/` and the static libraries.
  public let library: URL
  /// The system's headers and stubs, on macOS.
  public let systemKit: String?
  /// The target triple.
  public let target: String
  /// What tells this compiler and this library from any other, part of the names in the cache.
  public let identity: String

  /// The folder of the Swift runtime libraries.
  public var runtime: URL { root.appending(path: "lib/swift/\(LearnerToolchain.platform)") }

  #if os(Linux)
    static let platform = "linux"
  #else
    static let platform = "macosx"
  #endif

  /// Finds the compiler in `PARE_SWIFTC` or `PATH`.
  /// - Parameters:
  ///   - library: the folder that holds `Modules/{ModelOptimization,Checks}.swiftmodule`,
  ///     `libModelOptimization.a` and `libChecks.a`, as a release build leaves them; nil for
  ///     the folder of the running program.
  ///   - environment: where `PARE_SWIFTC` and `PATH` are looked up.
  /// - Throws: ``GradingError/noCompiler(searched:)``, ``GradingError/noLibrary(folder:missing:)``.
  public static func find(
    library: URL? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> LearnerToolchain {
    let folder = try libraryFolder(library)
    let compiler = try compilerPath(environment)
    let root = try toolchainRoot(of: compiler)
    let frontend = root.appending(path: "bin/swift-frontend")
    let symbolizer = root.appending(path: "bin/llvm-symbolizer")
    let files =
      [frontend.path]
      + ["Checks", "ModelOptimization"].flatMap {
        ["lib\($0).a", "Modules/\($0).swiftmodule"].map { folder.appending(path: $0).path }
      }
    return LearnerToolchain(
      frontend: frontend, linker: root.appending(path: "bin/clang"),
      symbolizer: isExecutable(symbolizer.path) ? symbolizer : nil, root: root, library: folder,
      systemKit: try systemKit(), target: target,
      identity: SHA256.hexadecimal(
        of: files.map { fingerprint(of: $0) }.joined(separator: "\n")))
  }

  /// What `swiftc --version` says, for people.
  public func version() async -> String {
    let command = ChildProcess(
      arguments: [root.appending(path: "bin/swiftc").path, "--version"],
      environment: ["PATH": "/usr/bin:/bin"], timeLimit: 20)
    let text = (try? await command.run())?.output.text ?? ""
    return text.split(separator: "\n").first.map { String($0) } ?? "unknown"
  }

  private static func libraryFolder(_ asked: URL?) throws -> URL {
    let program = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath()
    let folder = asked ?? program.deletingLastPathComponent()
    let needed = [
      "Modules/ModelOptimization.swiftmodule", "Modules/Checks.swiftmodule",
      "libModelOptimization.a", "libChecks.a",
    ]
    for name in needed
    where !FileManager.default.fileExists(atPath: folder.appending(path: name).path) {
      throw GradingError.noLibrary(folder: folder.path, missing: name)
    }
    return folder
  }

  private static func compilerPath(_ environment: [String: String]) throws -> String {
    if let named = environment["PARE_SWIFTC"], !named.isEmpty {
      guard isExecutable(named) else { throw GradingError.noCompiler(searched: [named]) }
      return named
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { String($0) }
    for folder in folders where isExecutable(folder + "/swiftc") { return folder + "/swiftc" }
    throw GradingError.noCompiler(searched: folders)
  }

  /// The `usr` folder: two above the compiler, or, where `swiftc` only stands for another
  /// (swiftly, xcrun), where it says that its resources are.
  private static func toolchainRoot(of compiler: String) throws -> URL {
    let direct = URL(filePath: compiler).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent()
    if isExecutable(direct.appending(path: "bin/swift-frontend").path) { return direct }
    struct Information: Decodable {
      struct Paths: Decodable { var runtimeResourcePath: String }
      var paths: Paths
    }
    let asked = Process()
    let answer = Foundation.Pipe()
    asked.executableURL = URL(filePath: compiler)
    asked.arguments = ["-print-target-info"]
    asked.standardOutput = answer
    do {
      try asked.run()
      let data = try answer.fileHandleForReading.readToEnd() ?? Data()
      asked.waitUntilExit()
      let information = try JSONDecoder().decode(Information.self, from: data)
      let root = URL(filePath: information.paths.runtimeResourcePath)
        .deletingLastPathComponent().deletingLastPathComponent().resolvingSymlinksInPath()
      if isExecutable(root.appending(path: "bin/swift-frontend").path) { return root }
    } catch {
      throw GradingError.toolFailed(tool: compiler, output: "\(error)")
    }
    throw GradingError.noCompiler(searched: [compiler])
  }

  private static func systemKit() throws -> String? {
    #if os(macOS)
      let asked = Process()
      let answer = Foundation.Pipe()
      asked.executableURL = URL(filePath: "/usr/bin/xcrun")
      asked.arguments = ["--show-sdk-path"]
      asked.standardOutput = answer
      do {
        try asked.run()
        let data = try answer.fileHandleForReading.readToEnd() ?? Data()
        asked.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
      } catch {
        throw GradingError.toolFailed(tool: "xcrun", output: "\(error)")
      }
    #else
      return nil
    #endif
  }

  /// What the toolchain calls the machine it compiles for.
  static var architecture: String {
    #if arch(arm64) && os(Linux)
      return "aarch64"
    #elseif arch(arm64)
      return "arm64"
    #else
      return "x86_64"
    #endif
  }

  /// The toolchain's folders that a sandbox must show; none where the system's folders, which it
  /// shows anyway, hold it.
  var visiblePaths: [String] {
    BubblewrapPaths.system.contains { root.path.hasPrefix($0 + "/") || root.path == $0 }
      ? [] : [root.path]
  }

  private static var target: String {
    #if os(Linux)
      return architecture + "-unknown-linux-gnu"
    #else
      return architecture + "-apple-macosx15.0"
    #endif
  }

  private static func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
  }

  /// Path, size and time of a file: a new compiler or a new build changes them, and reading them
  /// takes no time.
  package static func fingerprint(of path: String) -> String {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      return path
    }
    let date = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(path) \(attributes[.size] ?? 0) \(date)"
  }
}
