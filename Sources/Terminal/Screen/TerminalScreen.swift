import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What goes wrong with a terminal.
public enum TerminalError: Error, Equatable {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// A call of the operating system failed.
  case system(call: String, code: Int32)
  /// The editor could not be started or ended badly.
  case editor(command: String, status: Int32)
}

/// The terminal while keys are read one by one, with or without the alternate screen.
///
/// ^C and ^Z stay with the operating system (ISIG), so that they work even when the program
/// hangs. However the program ends — return, `exit`, a signal, a trap — the terminal is given
/// back first, and what was written to standard error while the alternate screen hid it is shown.
/// One value at a time may be open.
public final class TerminalScreen {
  /// What is drawn on.
  public enum Surface: Sendable {
    /// The alternate screen, which leaves the scrollback as it was.
    case alternate
    /// The ordinary screen; only keys are read differently.
    case inline
  }

  private var decoder = KeyDecoder()
  private var pending: [Key] = []
  private var shown: [String] = []
  private let surface: Surface
  private var isOpen = false

  /// How long bytes of one key may take to follow each other, in milliseconds. Over a slow line
  /// an arrow key is torn apart; longer than this a person notices.
  private static let escapeTimeout: Int32 = 60

  /// Opens the terminal.
  ///
  /// - Throws: `TerminalError.notATerminal`, or `.system` where a call fails.
  public init(_ surface: Surface = .alternate) throws {
    self.surface = surface
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw TerminalError.notATerminal
    }
    let state = terminalState
    precondition(!state.pointee.isRaw, "the terminal is open already")
    guard tcgetattr(STDIN_FILENO, &state.pointee.original) == 0 else {
      throw TerminalError.system(call: "tcgetattr", code: errno)
    }
    state.pointee.raw = state.pointee.original
    state.pointee.raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    state.pointee.raw.c_lflag |= tcflag_t(ISIG)
    state.pointee.raw.c_iflag &= ~tcflag_t(ICRNL | IXON)
    withUnsafeMutableBytes(of: &state.pointee.raw.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    try openWakePipe()
    if surface == .alternate { try holdError() }
    state.pointee.owner = getpid()
    state.pointee.isAlternate = surface == .alternate
    registerRestoreAtExit
    TerminalSignals.install()
    state.pointee.isRaw = true
    isOpen = true
    retakeTerminal()
    // Taking the terminal wakes the loop; nothing was drawn yet that would have to be drawn again.
    drainWakePipe()
  }

  deinit { close() }

  /// Gives the terminal back.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    let state = terminalState
    restoreTerminal()
    TerminalSignals.uninstall()
    state.pointee.isRaw = false
    state.pointee.isSuspended = false
    for descriptor in [
      state.pointee.heldError, state.pointee.originalError, state.pointee.wakeRead,
      state.pointee.wakeWrite,
    ] where descriptor >= 0 {
      _ = closeDescriptor(descriptor)
    }
    state.pointee.heldError = -1
    state.pointee.originalError = -1
    state.pointee.wakeRead = -1
    state.pointee.wakeWrite = -1
  }

  /// Columns and rows of the window now.
  public var size: (columns: Int, rows: Int) {
    windowSize(of: STDOUT_FILENO).flatMap { $0.columns > 0 && $0.rows > 0 ? $0 : nil } ?? (80, 24)
  }

  /// Gives the terminal to something else, such as an editor, and takes it again.
  public func suspended<Result>(_ body: () throws -> Result) rethrows -> Result {
    restoreTerminal()
    // Signals from the keyboard reach us too; the other program is the one to act on them.
    TerminalSignals.uninstall()
    let interrupt = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer {
      _ = signal(SIGINT, interrupt)
      _ = signal(SIGQUIT, quit)
      TerminalSignals.install()
      shown = []
      retakeTerminal()
    }
    return try body()
  }

  /// Drops what was typed and not read yet.
  public func dropTypedKeys() {
    tcflush(STDIN_FILENO, TCIFLUSH)
    pending = []
    decoder = KeyDecoder()
  }

  /// Waits for the next key.
  ///
  /// - Returns: `.redraw` when the window changed or the program runs again after a stop;
  ///   `.hangup` when no key will come any more.
  public func readKey() throws -> Key {
    while pending.isEmpty {
      var descriptors = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: terminalState.pointee.wakeRead, events: Int16(POLLIN), revents: 0),
      ]
      let timeout = decoder.isWaiting ? Self.escapeTimeout : -1
      let ready = poll(&descriptors, 2, timeout)
      if ready < 0 {
        if errno == EINTR { continue }
        throw TerminalError.system(call: "poll", code: errno)
      }
      if ready == 0 {
        pending += decoder.flush()
        continue
      }
      if descriptors[1].revents != 0 {
        drainWakePipe()
        shown = []
        return .redraw
      }
      try readBytes()
    }
    return pending.removeFirst()
  }

  private func readBytes() throws {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count > 0 {
      for byte in buffer[..<count] { pending += decoder.feed(byte) }
    } else if count == 0 || errno == EIO {
      // EIO: the terminal went away and nobody told us with a signal.
      pending.append(.hangup)
    } else if errno != EINTR && errno != EAGAIN {
      throw TerminalError.system(call: "read", code: errno)
    }
  }

  /// Draws a whole screen; only lines that changed are written.
  public func draw(_ lines: [Line], color: Bool) throws {
    let rows = size.rows
    let next = lines.prefix(rows).map { $0.rendered(color: color) }
    var bytes = ""
    for row in 0..<rows {
      let line = row < next.count ? next[row] : ""
      if row < shown.count && shown[row] == line { continue }
      bytes += "\u{1B}[\(row + 1);1H\(line)\u{1B}[K"
    }
    shown = (0..<rows).map { $0 < next.count ? next[$0] : "" }
    guard !bytes.isEmpty else { return }
    try write(bytes)
  }

  /// Writes text as it is.
  public func write(_ text: String) throws {
    var text = text
    let isWritten = text.withUTF8 { buffer in
      buffer.baseAddress.map { writeAll(STDOUT_FILENO, $0, buffer.count) } ?? true
    }
    guard isWritten else { throw TerminalError.system(call: "write", code: errno) }
  }

  private func openWakePipe() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw TerminalError.system(call: "pipe", code: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    terminalState.pointee.wakeRead = ends[0]
    terminalState.pointee.wakeWrite = ends[1]
  }

  private func drainWakePipe() {
    var buffer = [UInt8](repeating: 0, count: 64)
    while read(terminalState.pointee.wakeRead, &buffer, buffer.count) > 0 {}
  }

  /// Sends standard error to an unlinked file, where it is the terminal that the screen hides.
  private func holdError() throws {
    guard isatty(STDERR_FILENO) == 1 else { return }
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var path = Array("\(folder)/pare-error-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    // Without a place to hold it, standard error stays where it is: worse to look at, not wrong.
    guard file >= 0 else { return }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    let original = dup(STDERR_FILENO)
    guard original >= 0 else {
      _ = closeDescriptor(file)
      return
    }
    _ = fcntl(original, F_SETFD, FD_CLOEXEC)
    terminalState.pointee.heldError = file
    terminalState.pointee.originalError = original
  }
}

/// Registers the restoring at exit, once in the life of the process.
private let registerRestoreAtExit: Void = {
  atexit { restoreTerminal() }
}()

/// `close` of the operating system, which a method's name hides.
private func closeDescriptor(_ descriptor: Int32) -> Int32 {
  close(descriptor)
}
