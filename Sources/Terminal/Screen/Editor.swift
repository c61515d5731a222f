import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The learner's editor.
public enum Editor {
  /// The command that opens it: `$VISUAL`, else `$EDITOR`, else `vi`, which POSIX systems have.
  public static func command(
    environment: [String: String] = [:]
  ) -> String {
    for name in ["VISUAL", "EDITOR"] {
      if let command = environment[name], !command.isEmpty { return command }
    }
    return "vi"
  }

  /// Opens a file in the editor and waits until it is closed.
  ///
  /// The command goes through the shell, as everywhere: `code --wait` is a common value.
  ///
  /// - Throws: `TerminalError.editor` where it does not start or ends with a failure.
  public static func open(_ path: String, command: String) throws {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The reader ignores ^C while the editor runs; the editor must not inherit that.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGINT)
    sigaddset(&defaults, SIGQUIT)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    let words = ["/bin/sh", "-c", "exec \(command) \"$@\"", "sh", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ)
    guard failure == 0 else {
      throw TerminalError.editor(command: command, status: failure)
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw TerminalError.system(call: "waitpid", code: errno) }
    }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    guard code == 0 else { throw TerminalError.editor(command: command, status: code) }
  }
}
