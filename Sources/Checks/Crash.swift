#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether the handler prints the addresses of the call stack.
nonisolated(unsafe) private var printsCallStack = false
/// An address in the main thread's stack, to tell an overflow from a wild pointer.
nonisolated(unsafe) private var stackTop: UInt = 0
/// How far the main thread's stack may grow, in bytes.
nonisolated(unsafe) private var stackSize: UInt = 0
/// Where the handler keeps the addresses; memory cannot be asked for within a handler.
nonisolated(unsafe) private let frames =
  UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 64)

/// `backtrace` of the C library, which its Swift module leaves out.
private typealias StackWalk =
  @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>?, Int32) -> Int32
nonisolated(unsafe) private var walkStack: StackWalk?

/// `RTLD_DEFAULT`, a cast that Swift does not take over from C.
private var everyLibrary: UnsafeMutableRawPointer? {
  #if canImport(Darwin)
    UnsafeMutableRawPointer(bitPattern: -2)
  #else
    nil
  #endif
}

/// Makes a crash say what it was: an overflow of the stack, which Swift leaves unnamed, and, where
/// asked for, the addresses that lead to the learner's line.
func installCrashHandlers(printsStack: Bool) {
  printsCallStack = printsStack
  var here = 0
  withUnsafeMutablePointer(to: &here) { stackTop = UInt(bitPattern: $0) }
  var limit = rlimit()
  #if canImport(Glibc)
    getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
  #elseif canImport(Darwin)
    getrlimit(RLIMIT_STACK, &limit)
  #endif
  stackSize = UInt(clamping: limit.rlim_cur)
  // The first call loads the unwinder, which a handler must not do.
  if printsStack, let symbol = dlsym(everyLibrary, "backtrace") {
    walkStack = unsafeBitCast(symbol, to: StackWalk.self)
    _ = walkStack?(frames, 1)
  }

  // An overflowed stack has no room for its own handler.
  let alternateSize = 65536
  var alternate = stack_t()
  alternate.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: alternateSize, alignment: 16)
  alternate.ss_size = alternateSize
  sigaltstack(&alternate, nil)

  var action = sigaction()
  #if canImport(Glibc)
    action.__sigaction_handler.sa_sigaction = handleCrash
  #elseif canImport(Darwin)
    action.__sigaction_u.__sa_sigaction = handleCrash
  #endif
  // After the first signal the default action is back: a handler that crashes ends the program.
  action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
  for signal in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT] {
    sigaction(signal, &action, nil)
  }
}

private func handleCrash(
  _ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?,
  _ context: UnsafeMutableRawPointer?
) {
  if signal == SIGSEGV || signal == SIGBUS, let information {
    #if canImport(Glibc)
      let address = UInt(bitPattern: information.pointee._sifields._sigfault.si_addr)
    #elseif canImport(Darwin)
      let address = UInt(bitPattern: information.pointee.si_addr)
    #endif
    let slack: UInt = 1 << 20
    if address < stackTop &+ slack, stackTop &- address < stackSize &+ slack {
      say("Fatal error: Stack overflow\n")
    }
  }
  if printsCallStack, let walkStack {
    if let address = faultAddress(context) {
      say("pare-fault ")
      sayHexadecimal(address)
      say("\n")
    }
    let count = Int(walkStack(frames, 64))
    for index in 0..<max(0, count) {
      say("pare-frame ")
      sayHexadecimal(UInt(bitPattern: frames[index]))
      say("\n")
    }
  }
  raise(signal)
}

/// The address of the instruction that crashed: the call stack holds addresses after calls, and
/// this one address that is not.
private func faultAddress(_ context: UnsafeMutableRawPointer?) -> UInt? {
  guard let context else { return nil }
  #if canImport(Glibc) && arch(x86_64)
    let state = context.assumingMemoryBound(to: ucontext_t.self)
    // REG_RIP is 16.
    return UInt(bitPattern: Int(state.pointee.uc_mcontext.gregs.16))
  #elseif canImport(Glibc) && arch(arm64)
    let state = context.assumingMemoryBound(to: ucontext_t.self)
    return UInt(state.pointee.uc_mcontext.pc)
  #else
    return nil
  #endif
}

/// Writes to standard error without asking for memory.
private func say(_ text: StaticString) {
  _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
}

private func sayHexadecimal(_ number: UInt) {
  var shift = UInt(UInt.bitWidth)
  while shift > 0 {
    shift -= 4
    let digit = UInt8(truncatingIfNeeded: (number >> shift) & 15)
    var character = digit < 10 ? 48 + digit : 87 + digit
    _ = write(2, &character, 1)
  }
}
