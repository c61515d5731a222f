import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program to run: its arguments, what it is told, and how much of it is endured.
struct ChildProcess: Sendable {
  /// The program's path, then its arguments.
  var arguments: [String]
  /// The whole environment.
  var environment: [String: String] = [:]
  /// What the program reads from descriptor 3; with it, it gets a channel to write to, 4.
  var orders: String?
  /// Wall time in seconds.
  var timeLimit: Double
  /// The bytes of each output that are kept; what follows is counted and dropped.
  var keptOutput = 64 << 10
  /// The bytes of all outputs after which the program is killed.
  var outputLimit = 4 << 20
  /// The bytes on the channel after which the program is killed.
  var channelLimit = 1 << 20

  /// How a program ended.
  struct End: Sendable {
    /// How a process ends.
    enum Status: Sendable, Equatable {
      case exited(Int32)
      case signalled(Int32)
    }
    /// Why it was killed.
    enum Kill: Sendable, Equatable {
      case time
      case output
      case cancelled
    }

    var status: Status
    var kill: Kill?
    var output = Captured()
    var errors = Captured()
    var channel = Captured()
    /// When the channel's first byte arrived, in seconds after the start.
    var firstReport: Double?
    /// Wall time in seconds.
    var seconds = 0.0
    /// The largest resident memory of the program and what it started, in bytes; 0 where it is
    /// not known.
    var peakMemory = 0

    var succeeded: Bool { status == .exited(0) && kill == nil }
  }

  /// The beginning of what was written to a descriptor.
  struct Captured: Sendable {
    var bytes: [UInt8] = []
    var count = 0
    var isCut: Bool { count > bytes.count }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ new: ArraySlice<UInt8>, limit: Int) {
      count += new.count
      let room = limit - bytes.count
      if room > 0 { bytes += new.prefix(room) }
    }
  }

  /// Runs the program to its end. When the task is cancelled, the program is killed.
  /// - Throws: ``GradingError/cannotStart(program:code:)``.
  func run() async throws -> End {
    let cancellation = try BytePipe()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // A thread of its own: waiting must not hold up the threads that tasks share.
        Thread.detachNewThread {
          continuation.resume(with: Result { try runBlocking(cancelledBy: cancellation) })
        }
      }
    } onCancel: {
      cancellation.notify()
    }
  }

  private func runBlocking(cancelledBy cancellation: BytePipe) throws -> End {
    let started = ContinuousClock.now
    let output = try BytePipe()
    let errors = try BytePipe()
    let channel = orders == nil ? nil : try BytePipe()
    let told = orders == nil ? nil : try BytePipe()
    let ended = try BytePipe()
    if let told, let orders {
      told.write(orders)
      told.closeWriteEnd()
    }
    let identifier = try spawn(output: output, errors: errors, channel: channel, told: told)
    output.closeWriteEnd()
    errors.closeWriteEnd()
    channel?.closeWriteEnd()
    Thread.detachNewThread {
      // Notes the end without collecting it: until then the number cannot be given to another
      // process, and the group can be killed safely.
      var information = siginfo_t()
      while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
      ended.notify()
    }

    var end = End(status: .exited(0))
    var buffer = [UInt8](repeating: 0, count: 65536)
    let readers = [output, errors, channel].compactMap { $0 }
    var open = readers.map { _ in true }
    func seconds() -> Double { (ContinuousClock.now - started) / .seconds(1) }
    func take(_ index: Int) {
      let count = readers[index].read(into: &buffer)
      if count == 0 { open[index] = false }
      guard count > 0 else { return }
      switch index {
      case 0: end.output.append(buffer[..<count], limit: keptOutput)
      case 1: end.errors.append(buffer[..<count], limit: keptOutput)
      default:
        if end.firstReport == nil { end.firstReport = seconds() }
        end.channel.append(buffer[..<count], limit: channelLimit)
      }
    }
    loop: while true {
      var descriptors = [
        pollfd(fd: ended.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: cancellation.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      for (index, reader) in readers.enumerated() {
        descriptors.append(
          pollfd(fd: open[index] ? reader.readEnd : -1, events: Int16(POLLIN), revents: 0))
      }
      let left = timeLimit - seconds()
      if left <= 0 { end.kill = .time }
      if end.output.count + end.errors.count > outputLimit || end.channel.count > channelLimit {
        end.kill = .output
      }
      if end.kill != nil { break }
      let ready = poll(&descriptors, nfds_t(descriptors.count), Int32(min(left * 1000 + 1, 60_000)))
      if ready < 0, errno != EINTR { break }
      guard ready > 0 else { continue }
      for index in readers.indices where descriptors[index + 2].revents != 0 { take(index) }
      if descriptors[1].revents != 0 { end.kill = .cancelled }
      // What is left to read is read below: a program that outlives its parent may hold the
      // pipes open for ever.
      if descriptors[0].revents != 0 { break loop }
    }
    kill(-identifier, SIGKILL)
    kill(identifier, SIGKILL)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(identifier, &status, 0, &usage) < 0, errno == EINTR {}
    for index in readers.indices {
      var rest = 64
      while open[index], rest > 0, readers[index].hasBytes { take(index); rest -= 1 }
    }
    let signal = status & 0x7f
    end.status = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    end.seconds = seconds()
    // On Linux a child that shares our memory until it runs its own program is charged with our
    // peak as well: what does not exceed it says nothing about the child.
    var own = rusage()
    // RUSAGE_SELF, whose type is another on each system.
    getrusage(0, &own)
    if usage.ru_maxrss > own.ru_maxrss {
      #if os(Linux)
        end.peakMemory = usage.ru_maxrss * 1024
      #else
        end.peakMemory = usage.ru_maxrss
      #endif
    }
    return end
  }

  private func spawn(output: BytePipe, errors: BytePipe, channel: BytePipe?, told: BytePipe?) throws
    -> pid_t
  {
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writeEnd, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.writeEnd, 2)
    if let channel, let told {
      posix_spawn_file_actions_adddup2(&actions, told.readEnd, 3)
      posix_spawn_file_actions_adddup2(&actions, channel.writeEnd, 4)
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    #if os(Linux)
      // Every descriptor from here on stays with this process; bubblewrap would pass them on.
      guard let closeFrom else {
        throw GradingError.cannotStart(program: arguments[0], code: ENOSYS)
      }
      _ = closeFrom(&actions, channel == nil ? 3 : 5)
      // A session of its own: nobody's terminal, and a group that can be killed as one.
      flags |= 0x80  // POSIX_SPAWN_SETSID
    #else
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT) | Int32(POSIX_SPAWN_SETSID)
    #endif
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)

    var identifier: pid_t = 0
    let path = arguments[0]
    let code = withCStrings(arguments) { arguments in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }.sorted()) { environment in
        posix_spawn(&identifier, path, &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else {
      throw GradingError.cannotStart(program: arguments.first ?? "", code: code)
    }
    return identifier
  }
}

#if os(Linux)
  /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34 and later, which its Swift module
  /// leaves out.
  private typealias CloseFrom =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
  private let closeFrom: CloseFrom? = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
    .map { unsafeBitCast($0, to: CloseFrom.self) }
#endif

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  pointers.append(nil)
  return body(pointers)
}
