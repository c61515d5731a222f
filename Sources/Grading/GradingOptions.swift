public import Foundation

/// How a solution is graded.
public struct GradingOptions: Sendable {
  /// What to do where no sandbox can be had.
  public enum SandboxPolicy: Sendable {
    /// Refuse to grade.
    case required
    /// Grade with what this machine has; ``Verdict/sandbox`` names it.
    case preferred
    /// Use no sandbox, only limits.
    case off
  }

  /// What to do where no sandbox can be had.
  public var sandbox: SandboxPolicy
  /// The folder with the course's data, visible to the program as `$PARE_DATA`.
  public var dataFolder: URL?
  /// Whether compiled programs are kept and reused.
  public var usesCache: Bool
  /// Whether the program itself is kept too; without, only what its parts have in common with
  /// others is. For programs that are run once.
  public var keepsPrograms: Bool
  /// Whether a crashed check is run once more to find the learner's line.
  public var locatesCrashes: Bool

  /// Walls that are left out, for tests that show what each of them stops.
  package var withoutWalls: Set<Wall> = []

  /// One of the walls around a learner's program.
  package enum Wall: Sendable {
    /// Namespaces: files, processes and the network of the machine are out of sight.
    case namespaces
    /// The filter of system calls.
    case systemCallFilter
    /// Limits of memory, processes, files and time.
    case limits
    /// The folders that Landlock hides where there are no namespaces.
    case landlock
    /// The user that the program becomes.
    case user
    /// The look at the attributes that the source uses.
    case attributes
    /// The look at what the object defines.
    case symbols
    /// The signatures on the channel.
    case signatures
  }

  /// Makes options.
  public init(
    sandbox: SandboxPolicy = .preferred, dataFolder: URL? = nil, usesCache: Bool = true,
    keepsPrograms: Bool = true, locatesCrashes: Bool = true
  ) {
    self.sandbox = sandbox
    self.dataFolder = dataFolder
    self.usesCache = usesCache
    self.keepsPrograms = keepsPrograms
    self.locatesCrashes = locatesCrashes
  }
}
