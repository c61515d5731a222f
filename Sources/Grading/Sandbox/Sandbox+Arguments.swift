import Foundation

/// The command lines that put a program behind the walls.
extension Sandbox {
  /// The environment inside: nothing of the user's, no helper that outlives a crash, no colours.
  static let environment = [
    "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/tmp", "TMPDIR": "/tmp",
    "SWIFT_BACKTRACE": "enable=no",
  ]

  /// Wraps a compiler or linker. It reads the system's and the toolchain's files and writes to
  /// the build folder alone: source code can attack while it is compiled.
  /// - Parameters:
  ///   - command: the program's path and its arguments.
  ///   - work: the build folder, which is also the working folder.
  ///   - readable: further paths that it sees.
  ///   - writable: further paths that it may write to.
  func compiling(
    _ command: [String], work: String, readable: [String], writable: [String]
  ) -> [String] {
    switch kind {
    case .bubblewrap(let path):
      var arguments = [
        path, "--unshare-all", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL",
        "--die-with-parent", "--new-session", "--clearenv",
      ]
      arguments += Sandbox.environment.sorted { $0.key < $1.key }.flatMap {
        ["--setenv", $0.key, $0.value]
      }
      for folder in BubblewrapPaths.system { arguments += ["--ro-bind", folder, folder] }
      arguments += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
      for path in readable { arguments += ["--ro-bind", path, path] }
      for path in writable + [work] { arguments += ["--bind", path, path] }
      arguments += ["--chdir", work, "--"]
      return arguments + command
    case .profile:
      let rules = Sandbox.profile(
        readable: readable + command.prefix(1), writable: writable + [work])
      return ["/usr/bin/sandbox-exec", "-p", rules] + command
    case .none:
      return command
    }
  }

  /// Wraps a learner's program. It sees itself, the libraries it is linked against, the course's
  /// data and an empty folder for its own files; nothing else.
  /// - Parameters:
  ///   - program: the program's path.
  ///   - libraries: the shared libraries that it needs, each where it will be looked for.
  ///   - threads: the folder that is shown as `/proc`, see ``ThreadStates``.
  ///   - data: the folder that is shown as `/data`.
  func running(
    _ program: String, libraries: [String], threads: String? = nil, data: String?
  ) -> [String] {
    switch kind {
    case .bubblewrap(let path):
      var arguments = [path]
      if getuid() == 0 {
        // The process limit does not bind root, not even as another user of a user namespace.
        // The program becomes somebody else by itself, before the learner's code runs.
        arguments += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
        arguments += ["--unshare-cgroup-try", "--cap-drop", "ALL"]
        arguments += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
      } else {
        arguments += ["--unshare-all", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
      }
      arguments += ["--die-with-parent", "--new-session", "--hostname", "pare"]
      arguments += ["--clearenv"]
      for (name, value) in Sandbox.runEnvironment(data: data == nil ? nil : "/data").sorted(by: <) {
        arguments += ["--setenv", name, value]
      }
      for library in libraries { arguments += ["--ro-bind", library, library] }
      arguments += ["--perms", "1777", "--size", "67108864", "--tmpfs", "/tmp"]
      if let threads { arguments += ["--ro-bind", threads, "/proc"] }
      if let data { arguments += ["--ro-bind", data, "/data"] }
      arguments += ["--ro-bind", program, "/program", "--remount-ro", "/", "--chdir", "/tmp"]
      return arguments + ["--", program == "/usr/bin/true" ? program : "/program"]
    case .profile:
      let readable = libraries + [program] + [data].compactMap { $0 }
      let rules = Sandbox.profile(readable: readable, writable: [])
      return ["/usr/bin/sandbox-exec", "-p", rules, program]
    case .none:
      return [program]
    }
  }

  /// What a learner's program finds in its environment.
  static func runEnvironment(data: String?) -> [(String, String)] {
    var environment = [
      ("LANG", "C.UTF-8"), ("HOME", "/tmp"), ("TMPDIR", "/tmp"),
      ("SWIFT_BACKTRACE", "enable=no"),
    ]
    if let data { environment.append(("PARE_DATA", data)) }
    return environment
  }

  /// A profile of macOS: no network, nothing of the home folder but what is said, writing only
  /// where it is said. Later rules win over earlier ones.
  static func profile(readable: [String], writable: [String]) -> String {
    func paths(_ paths: [String]) -> String {
      paths.map { path in
        let quoted = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return " (subpath \"\(quoted)\")"
      }.joined()
    }
    return """
      (version 1)
      (allow default)
      (deny network*)
      (deny file-read*\(paths([NSHomeDirectory()])))
      (deny file-write*)
      (allow file-write* (literal "/dev/null")\(paths(writable)))
      (allow file-read* (literal "/dev/null")\(paths(readable + writable)))
      """
  }
}
