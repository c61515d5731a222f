public import Foundation

/// What keeps a solution from being graded. None of it is the learner's failure.
public enum GradingError: Error, Equatable, Sendable {
  /// No `swiftc` was found; the folders that were searched.
  case noCompiler(searched: [String])
  /// The modules and libraries that a solution is compiled against are not there.
  case noLibrary(folder: String, missing: String)
  /// There is no sandbox on this machine, and the options ask for one.
  case noSandbox(reason: String)
  /// A program of ours could not be started.
  case cannotStart(program: String, code: Int32)
  /// The compiler or linker failed without saying anything about the learner's file.
  case toolFailed(tool: String, output: String)
  /// The learner's program never came to its first check.
  case cannotRun(output: String)
  /// The exercise cannot be graded as it stands.
  case brokenExercise(id: String, reason: String)
  /// A file could not be read or written.
  case file(path: String, reason: String)

  /// The exit code that a command ends with.
  public var exitCode: Int32 {
    switch self {
    case .noCompiler, .noLibrary, .noSandbox: 69
    case .cannotStart, .toolFailed, .cannotRun: 70
    case .brokenExercise: 65
    case .file: 74
    }
  }
}

extension GradingError: LocalizedError, CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .noCompiler(let searched):
      "no Swift compiler: looked for swiftc in \(searched.joined(separator: ":")). "
        + "Install Swift 6.2 or newer from https://swift.org/install, "
        + "or set PARE_SWIFTC to the path of swiftc."
    case .noLibrary(let folder, let missing):
      "\(folder): \(missing) is missing, and solutions are compiled against it. "
        + "Build the project once: swift build -c release."
    case .noSandbox(let reason):
      "no sandbox: \(reason). Install bubblewrap (apt-get install bubblewrap), then run "
        + "\"pare doctor\"."
    case .cannotStart(let program, let code):
      "\(program): cannot be started: \(String(cString: strerror(code))). Run \"pare doctor\"."
    case .toolFailed(let tool, let output):
      "\(tool) failed: \(output.isEmpty ? "it said nothing" : output)"
    case .cannotRun(let output):
      "the compiled program did not start: \(output.isEmpty ? "it said nothing" : output). "
        + "Run \"pare doctor\"."
    case .brokenExercise(let id, let reason):
      "exercise \(id): \(reason). Run \"pare lint\"."
    case .file(let path, let reason):
      "\(path): \(reason). Is the disk full, or the folder read-only?"
    }
  }

  /// The same, for whoever shows errors of any kind.
  public var errorDescription: String? { description }
}
