#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a signal handler needs to give the terminal back, in memory that needs no lock.
///
/// A handler may run at any instruction, also inside an allocation. So everything here is a plain
/// value in memory that was allocated before the handlers were installed, and everything that
/// handlers call is in POSIX's list of functions that are safe there.
struct TerminalState {
  /// The settings before raw mode.
  var original = termios()
  /// The settings while keys are read one by one.
  var raw = termios()
  /// Whether raw mode is on, or to be entered again after a stop.
  var isRaw = false
  /// Whether the alternate screen is on.
  var isAlternate = false
  /// Whether a stop or a restoring took raw mode away for a moment.
  var isSuspended = false
  /// Where standard error went before it was held, or -1.
  var originalError: Int32 = -1
  /// The unlinked file that holds standard error, or -1.
  var heldError: Int32 = -1
  /// The ends of the pipe that wakes the key loop.
  var wakeRead: Int32 = -1
  var wakeWrite: Int32 = -1
  /// The process that owns the terminal: a child that was forked must not restore it.
  var owner: pid_t = -1
}

/// The one state of the process; allocated once and never freed, because `atexit` may read it last.
nonisolated(unsafe) let terminalState: UnsafeMutablePointer<TerminalState> = {
  let pointer = UnsafeMutablePointer<TerminalState>.allocate(capacity: 1)
  pointer.initialize(to: TerminalState())
  return pointer
}()

/// The sequences as static bytes, which a handler may write.
enum TerminalSequence {
  /// Alternate screen, cursor hidden, bracketed paste, no wrapping at the edge.
  static let enter: StaticString = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?2004h\u{1B}[?7l\u{1B}[2J"
  static let leave: StaticString = "\u{1B}[?7h\u{1B}[?2004l\u{1B}[?25h\u{1B}[0m\u{1B}[?1049l"
}

/// Writes all bytes to a descriptor; safe in a signal handler.
@discardableResult
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Bool {
  var written = 0
  while written < count {
    let result = write(descriptor, bytes + written, count - written)
    if result > 0 {
      written += result
    } else if result < 0 && errno == EINTR {
      continue
    } else {
      return false
    }
  }
  return true
}

func writeAll(_ descriptor: Int32, _ text: StaticString) {
  writeAll(descriptor, UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
}

/// Gives the terminal back: screen, settings, and what was written to standard error meanwhile.
/// Safe in a signal handler; nothing happens when there is nothing to give back.
func restoreTerminal() {
  let state = terminalState
  guard state.pointee.owner == getpid(), state.pointee.isRaw, !state.pointee.isSuspended else {
    return
  }
  state.pointee.isSuspended = true
  if state.pointee.isAlternate { writeAll(STDOUT_FILENO, TerminalSequence.leave) }
  // At once: waiting for output to drain could take for ever when nobody reads it. Keys that were
  // typed stay for the shell.
  tcsetattr(STDIN_FILENO, TCSANOW, &state.pointee.original)
  guard state.pointee.heldError >= 0 else { return }
  dup2(state.pointee.originalError, STDERR_FILENO)
  withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { buffer in
    guard let start = buffer.baseAddress else { return }
    var offset: off_t = 0
    while true {
      let count = pread(state.pointee.heldError, start, buffer.count, offset)
      guard count > 0 else { break }
      writeAll(STDERR_FILENO, start, count)
      offset += off_t(count)
    }
    ftruncate(state.pointee.heldError, 0)
    lseek(state.pointee.heldError, 0, SEEK_SET)
  }
}

/// Takes the terminal again after `restoreTerminal`; safe in a signal handler.
func retakeTerminal() {
  let state = terminalState
  guard state.pointee.owner == getpid(), state.pointee.isRaw else { return }
  state.pointee.isSuspended = false
  if state.pointee.heldError >= 0 { dup2(state.pointee.heldError, STDERR_FILENO) }
  tcsetattr(STDIN_FILENO, TCSANOW, &state.pointee.raw)
  if state.pointee.isAlternate { writeAll(STDOUT_FILENO, TerminalSequence.enter) }
  wakeTerminal()
}

/// Wakes the key loop, so that it draws again; safe in a signal handler.
func wakeTerminal() {
  guard terminalState.pointee.wakeWrite >= 0 else { return }
  var byte: UInt8 = 1
  // The pipe does not block: when it is full, the loop has enough reason to wake.
  _ = write(terminalState.pointee.wakeWrite, &byte, 1)
}
