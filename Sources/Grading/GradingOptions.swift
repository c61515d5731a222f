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
  /// Whether a crashed check is run once more to find the learner's line.
  public var locatesCrashes: Bool

  /// Makes options.
  public init(
    sandbox: SandboxPolicy = .preferred, dataFolder: URL? = nil, usesCache: Bool = true,
    locatesCrashes: Bool = true
  ) {
    self.sandbox = sandbox
    self.dataFolder = dataFolder
    self.usesCache = usesCache
    self.locatesCrashes = locatesCrashes
  }
}
