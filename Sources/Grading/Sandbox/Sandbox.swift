import Foundation
import Synchronization

/// The walls around a stranger's code, as this machine can put them up.
public struct Sandbox: Sendable, Equatable {
  /// What separates a program from the machine.
  enum Kind: Sendable, Equatable {
    /// Namespaces, through bubblewrap at this path.
    case bubblewrap(String)
    /// A profile of macOS, through sandbox-exec.
    case profile
    /// Nothing but what a process can do to itself: limits, a filter of system calls, Landlock.
    case none
  }

  /// What this machine has.
  public struct Report: Sendable, Equatable {
    /// The sandbox to use.
    public var sandbox: Sandbox
    /// Why there is no better one; nil where namespaces work.
    public var reason: String?

    /// Whether programs are separated from the machine, not just limited.
    public var isComplete: Bool { sandbox.kind != .none }
  }

  let kind: Kind

  /// The sandbox that only limits.
  static let limitsAlone = Sandbox(kind: .none)

  /// The wall's name in a verdict.
  public var name: String {
    switch kind {
    case .bubblewrap: "bubblewrap"
    case .profile: "sandbox-exec"
    case .none: "no sandbox"
    }
  }

  private static let known = Mutex<Report?>(nil)

  /// Finds out what walls this machine can put up, by trying them; once per process.
  public static func probe() async -> Report {
    if let report = known.withLock({ $0 }) { return report }
    let report = await tryWalls()
    known.withLock { $0 = report }
    return report
  }

  private static func tryWalls() async -> Report {
    #if os(Linux)
      let path = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"].first {
        FileManager.default.isExecutableFile(atPath: $0)
      }
      guard let path else {
        return Report(sandbox: .limitsAlone, reason: "bubblewrap (bwrap) is not installed")
      }
      let sandbox = Sandbox(kind: .bubblewrap(path))
      let inside = ["/usr/bin/true"]
      for arguments in [
        sandbox.compiling(inside, work: "/tmp", readable: [], writable: []),
        sandbox.running(inside[0], libraries: BubblewrapPaths.system, data: nil),
      ] {
        let probe = ChildProcess(arguments: arguments, timeLimit: 10)
        do {
          let end = try await probe.run()
          guard end.succeeded else {
            let said = end.errors.text.trimmingCharacters(in: .whitespacesAndNewlines)
            return Report(
              sandbox: .limitsAlone,
              reason: "bubblewrap cannot build one here" + (said.isEmpty ? "" : " (\(said))"))
          }
        } catch {
          return Report(sandbox: .limitsAlone, reason: "\(error)")
        }
      }
      return Report(sandbox: sandbox, reason: nil)
    #elseif os(macOS)
      return Report(sandbox: Sandbox(kind: .profile), reason: nil)
    #else
      return Report(sandbox: .limitsAlone, reason: "there is none for this system")
    #endif
  }
}

/// Folders that a system's programs need.
enum BubblewrapPaths {
  /// The C library, its headers, and what the compiler finds beside them.
  static let system = ["/usr", "/bin", "/lib", "/lib64"].filter {
    FileManager.default.fileExists(atPath: $0)
  }
}
