#if os(Linux)
  import Glibc

  /// A system call made by number: neither `prctl` nor `syscall` can be called from Swift, for
  /// they take a variable number of arguments.
  private typealias SystemCall =
    @convention(c) (Int, Int, Int, Int, Int, Int) -> Int

  private func systemCall() -> SystemCall? {
    guard let symbol = dlsym(nil, "syscall") else { return nil }
    return unsafeBitCast(symbol, to: SystemCall.self)
  }

  #if arch(x86_64)
    private let auditArchitecture: UInt32 = 0xc000_003e
    private enum Number {
      static let clone: UInt32 = 56
      static let clone3: UInt32 = 435
      static let tgkill: UInt32 = 234
      static let prctl = 157
      static let seccomp = 317
      static let getpid = 39
      /// What a program that only computes has no use for: starting programs, reaching the
      /// network, looking into other processes, memory that no limit counts, and the doors that
      /// kernels were broken through.
      static let refused: [UInt32] = [
        57, 58,  // fork, vfork
        59, 322,  // execve, execveat
        41, 42, 49, 50, 53,  // socket, connect, bind, listen, socketpair
        62, 200, 129, 297, 424,  // kill, tkill and the queueing signals
        101, 310, 311, 434, 438,  // ptrace, process_vm_readv, -writev, pidfd_open, pidfd_getfd
        425, 426, 427,  // io_uring
        319, 447, 29, 30, 31, 68,  // memfd_create, memfd_secret, shmget, shmat, shmctl, msgget
        272, 308, 155, 161, 165, 166, 428, 429, 430, 431, 432, 442,  // namespaces and mounts
        321, 298, 323, 248, 249, 250, 304,  // bpf, perf_event_open, userfaultfd, keys, handles
        175, 176, 313, 246, 320, 169,  // modules, kexec, reboot
      ]
    }
  #elseif arch(arm64)
    private let auditArchitecture: UInt32 = 0xc000_00b7
    private enum Number {
      static let clone: UInt32 = 220
      static let clone3: UInt32 = 435
      static let tgkill: UInt32 = 131
      static let prctl = 167
      static let seccomp = 277
      static let getpid = 172
      /// The same calls as on the other architecture, where this one has them.
      static let refused: [UInt32] = [
        221, 281,  // execve, execveat
        198, 203, 200, 201, 199,  // socket, connect, bind, listen, socketpair
        129, 130, 138, 240, 424,  // kill, tkill and the queueing signals
        117, 270, 271, 434, 438,  // ptrace, process_vm_readv, -writev, pidfd_open, pidfd_getfd
        425, 426, 427,  // io_uring
        279, 447, 194, 196, 195, 186,  // memfd_create, memfd_secret, shmget, shmat, shmctl, msgget
        97, 268, 41, 51, 40, 39, 428, 429, 430, 431, 432, 442,  // namespaces and mounts
        280, 241, 282, 217, 218, 219, 265,  // bpf, perf_event_open, userfaultfd, keys, handles
        105, 106, 273, 104, 294, 142,  // modules, kexec, reboot
      ]
    }
  #endif

  /// Forbids new processes, new programs and the network, for this process and for good.
  ///
  /// Threads stay allowed (`clone` with `CLONE_THREAD`); their number is limited elsewhere.
  /// `clone3` hides its flags from a filter, so that it must seem not to exist: the C library
  /// then falls back to `clone`.
  /// - Returns: whether the filter stands.
  func filterSystemCalls() -> Bool {
    guard let call = systemCall() else { return false }
    let loadWord: UInt16 = 0x20
    let jumpEqual: UInt16 = 0x15
    let jumpAtLeast: UInt16 = 0x35
    let jumpSet: UInt16 = 0x45
    let giveBack: UInt16 = 0x06
    let allow: UInt32 = 0x7fff_0000
    let kill: UInt32 = 0x8000_0000
    func refuse(_ error: Int32) -> UInt32 { 0x0005_0000 | UInt32(error) }

    var filter = [
      // Offset 4: the architecture. Another one would number its calls differently.
      sock_filter(code: loadWord, jt: 0, jf: 0, k: 4),
      sock_filter(code: jumpEqual, jt: 1, jf: 0, k: auditArchitecture),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: kill),
      // Offset 0: the number. The x32 calls begin at 2³⁰ and would slip past the list.
      sock_filter(code: loadWord, jt: 0, jf: 0, k: 0),
      sock_filter(code: jumpAtLeast, jt: 0, jf: 1, k: 0x4000_0000),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: refuse(EPERM)),
      sock_filter(code: jumpEqual, jt: 0, jf: 1, k: Number.clone3),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: refuse(ENOSYS)),
      // Offset 16: the first argument; CLONE_THREAD is 0x10000.
      sock_filter(code: jumpEqual, jt: 0, jf: 4, k: Number.clone),
      sock_filter(code: loadWord, jt: 0, jf: 0, k: 16),
      sock_filter(code: jumpSet, jt: 0, jf: 1, k: 0x10000),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: allow),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: refuse(EPERM)),
      // A thread of this process may be signalled, as `abort` does it, but no other process.
      sock_filter(code: jumpEqual, jt: 0, jf: 4, k: Number.tgkill),
      sock_filter(code: loadWord, jt: 0, jf: 0, k: 16),
      sock_filter(
        code: jumpEqual, jt: 0, jf: 1, k: UInt32(truncatingIfNeeded: getpid())),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: allow),
      sock_filter(code: giveBack, jt: 0, jf: 0, k: refuse(EPERM)),
    ]
    for number in Number.refused {
      filter.append(sock_filter(code: jumpEqual, jt: 0, jf: 1, k: number))
      filter.append(sock_filter(code: giveBack, jt: 0, jf: 0, k: refuse(EPERM)))
    }
    filter.append(sock_filter(code: giveBack, jt: 0, jf: 0, k: allow))

    // PR_SET_NO_NEW_PRIVS is 38; PR_SET_DUMPABLE, 4, keeps other processes of the user out.
    guard call(Number.prctl, 38, 1, 0, 0, 0) == 0 else { return false }
    _ = call(Number.prctl, 4, 0, 0, 0, 0)
    return filter.withUnsafeMutableBufferPointer { buffer in
      var program = sock_fprog(len: UInt16(buffer.count), filter: buffer.baseAddress)
      // SECCOMP_SET_MODE_FILTER is 1, with SECCOMP_FILTER_FLAG_TSYNC, 1, for all threads.
      return withUnsafeMutablePointer(to: &program) { pointer in
        call(Number.seccomp, 1, 1, Int(bitPattern: pointer), 0, 0) == 0
      }
    }
  }

  /// One instruction of the kernel's packet filter, `struct sock_filter`.
  private struct sock_filter {
    var code: UInt16
    var jt: UInt8
    var jf: UInt8
    var k: UInt32
  }

  /// A filter program, `struct sock_fprog`.
  private struct sock_fprog {
    var len: UInt16
    var filter: UnsafeMutablePointer<sock_filter>?
  }

  /// Gives up the file system but for the named folders, where namespaces cannot hide it.
  ///
  /// Source: the kernel's "Landlock: unprivileged access control".
  /// - Returns: whether the kernel knows Landlock and the rules stand.
  func hideFiles(readable: [String], writable: [String]) -> Bool {
    guard let call = systemCall() else { return false }
    // The rights of the first version: 13 bits from execute to make-symlink.
    var handled: UInt64 = 0x1fff
    let ruleset = withUnsafeMutablePointer(to: &handled) { pointer in
      call(444, Int(bitPattern: pointer), 8, 0, 0, 0)
    }
    guard ruleset >= 0 else { return false }
    defer { close(Int32(ruleset)) }
    // `O_PATH`, which the C library's module leaves out.
    let openPath: Int32 = 0o10_000_000
    // Execute is bit 0, write-file 1, read-file 2, read-folder 3.
    let reading: UInt64 = 0b1100
    let writing: UInt64 = 0x1fff & ~1
    for (path, rights) in readable.map({ ($0, reading) }) + writable.map({ ($0, writing) }) {
      let folder = open(path, openPath | O_CLOEXEC)
      guard folder >= 0 else { continue }
      defer { close(folder) }
      // `struct landlock_path_beneath_attr` is packed: 8 bytes of rights, 4 of descriptor.
      var rule = [UInt8](repeating: 0, count: 12)
      for byte in 0..<8 { rule[byte] = UInt8(truncatingIfNeeded: rights >> (8 * UInt64(byte))) }
      for byte in 0..<4 { rule[8 + byte] = UInt8(truncatingIfNeeded: folder >> (8 * Int32(byte))) }
      let added = rule.withUnsafeBufferPointer { buffer in
        call(445, ruleset, 1, Int(bitPattern: buffer.baseAddress), 0, 0)
      }
      guard added == 0 else { return false }
    }
    guard call(Number.prctl, 38, 1, 0, 0, 0) == 0 else { return false }
    return call(446, ruleset, 0, 0, 0, 0) == 0
  }
#endif
