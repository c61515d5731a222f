#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The signals that end or stop a program, each of which must find the terminal restored.
enum TerminalSignals {
  private static let ending: [Int32] = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE,
  ]
  private static let others: [Int32] = [SIGTSTP, SIGCONT, SIGWINCH]

  /// What was installed before, by signal number; read inside handlers.
  nonisolated(unsafe) private static let previous: UnsafeMutablePointer<sigaction> = {
    let pointer = UnsafeMutablePointer<sigaction>.allocate(capacity: 64)
    pointer.initialize(repeating: sigaction(), count: 64)
    return pointer
  }()

  /// Installs the handlers, keeping what was there.
  static func install() {
    _ = previous
    for signal in ending {
      install(handleEnding, for: signal)
      // Under nohup the program outlives its terminal; that stays so.
      if isIgnored(previous[Int(signal)]) { sigaction(signal, previous + Int(signal), nil) }
    }
    install(handleStop, for: SIGTSTP)
    install(handleContinue, for: SIGCONT)
    install(handleWindowChange, for: SIGWINCH)
  }

  /// Puts back what was installed before.
  static func uninstall() {
    for signal in ending + others { sigaction(signal, previous + Int(signal), nil) }
  }

  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, for signal: Int32
  ) {
    var action = sigaction()
    setHandler(handler, of: &action)
    sigemptyset(&action.sa_mask)
    // No SA_RESTART: a read must return so that the key loop sees what happened. On the
    // alternate stack, where there is one, a handler runs even when the stack overflowed.
    action.sa_flags = Int32(SA_ONSTACK)
    var old = sigaction()
    sigaction(signal, &action, &old)
    // A second installation must not take our own handler for what was there before.
    previous[Int(signal)] = old
  }

  /// Restores the terminal and lets the signal do what it did before: a shell then sees 130 for
  /// ^C, and a crash reports itself on the ordinary screen.
  private static let handleEnding: @convention(c) (Int32) -> Void = { signal in
    restoreTerminal()
    sigaction(signal, previous + Int(signal), nil)
    raise(signal)
  }

  /// ^Z: gives the terminal back, stops for real, and is installed again on waking; the screen
  /// returns with the signal to continue.
  private static let handleStop: @convention(c) (Int32) -> Void = { signal in
    let saved = errno
    restoreTerminal()
    var action = sigaction()
    setDefault(of: &action)
    var own = sigaction()
    sigaction(signal, &action, &own)
    var set = sigset_t()
    var old = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    raise(signal)
    // The stop is held back while its handler runs; letting it through stops here.
    pthread_sigmask(SIG_UNBLOCK, &set, &old)
    pthread_sigmask(SIG_SETMASK, &old, nil)
    sigaction(signal, &own, nil)
    errno = saved
  }

  private static let handleContinue: @convention(c) (Int32) -> Void = { _ in
    let saved = errno
    retakeTerminal()
    errno = saved
  }

  private static let handleWindowChange: @convention(c) (Int32) -> Void = { _ in
    let saved = errno
    wakeTerminal()
    errno = saved
  }
}

#if canImport(Glibc)
  private func setHandler(
    _ handler: @escaping @convention(c) (Int32) -> Void, of action: inout sigaction
  ) {
    action.__sigaction_handler.sa_handler = handler
  }
  private func setDefault(of action: inout sigaction) {
    action.__sigaction_handler.sa_handler = SIG_DFL
  }
  private func isIgnored(_ action: sigaction) -> Bool {
    address(of: action.__sigaction_handler.sa_handler) == address(of: SIG_IGN)
  }
#elseif canImport(Darwin)
  private func isIgnored(_ action: sigaction) -> Bool {
    address(of: action.__sigaction_u.__sa_handler) == address(of: SIG_IGN)
  }
  private func setHandler(
    _ handler: @escaping @convention(c) (Int32) -> Void, of action: inout sigaction
  ) {
    action.__sigaction_u.__sa_handler = handler
  }
  private func setDefault(of action: inout sigaction) {
    action.__sigaction_u.__sa_handler = SIG_DFL
  }
#endif

/// Handlers are functions, which Swift does not compare; SIG_IGN is one at the address 1.
private func address(of handler: (@convention(c) (Int32) -> Void)?) -> Int {
  unsafeBitCast(handler, to: Int.self)
}
