import Curriculum
import Foundation

/// How a program that did not get through its checks ended, in words for the learner.
struct Ending {
  /// What happened.
  let message: String
  /// Whether it was a crash, whose line can be looked for.
  let isCrash: Bool
  /// Whether checks that are left would meet the same fate.
  let endsRun: Bool

  init(_ end: ChildProcess.End, limits: Limits, title: String) {
    let memory = Ending.size(limits.memory)
    if end.kill == .time {
      message =
        "the program did not come to an end within \(Ending.number(limits.seconds)) s "
        + "(does a loop never stop?)"
      (isCrash, endsRun) = (false, true)
      return
    }
    if end.kill == .output {
      message = "the program was stopped: it printed without end"
      (isCrash, endsRun) = (false, true)
      return
    }
    var signal: Int32?
    var code: Int32 = 0
    switch end.status {
    case .signalled(let number): signal = number
    // bubblewrap passes a signal on as a code.
    case .exited(let number) where number > 128 && number <= 128 + 64: signal = number - 128
    case .exited(let number): code = number
    }
    guard let signal else {
      message =
        "your program called exit (status \(code)) before the check “\(title)” had finished"
      (isCrash, endsRun) = (false, false)
      return
    }
    let trap = Ending.trap(in: end.errors.text)
    if signal == SIGXCPU || (signal == SIGKILL && trap == nil) {
      message =
        signal == SIGXCPU
        ? "the program used up its processor time"
        : "the program was killed; it may have used more than \(memory) of memory"
      (isCrash, endsRun) = (false, signal == SIGXCPU)
      return
    }
    (isCrash, endsRun) = (true, false)
    if let trap, !trap.hasPrefix("failed to allocate") {
      message =
        trap == "Stack overflow"
        ? "the program crashed: the stack overflowed (does a function call itself without end?)"
        : "the program crashed: \(trap)"
    } else if end.errors.text.contains("allocat") || end.peakMemory > limits.memory / 10 * 8 {
      message = "the program ran out of memory: the limit is \(memory)"
    } else if signal == SIGABRT {
      message = "your program called abort before the check “\(title)” had finished"
    } else {
      message = "the program crashed (\(Ending.name(of: signal)))"
    }
  }

  /// The words after the last "Fatal error: " that the program printed.
  static func trap(in text: String) -> String? {
    for line in text.split(separator: "\n").reversed() {
      guard let mark = line.firstRange(of: "Fatal error") else { continue }
      let words = line[mark.upperBound...].drop { $0 == ":" || $0 == " " }
      return words.isEmpty ? "a fatal error" : String(words.prefix(400))
    }
    return nil
  }

  static func name(of signal: Int32) -> String {
    switch signal {
    case SIGSEGV, SIGBUS: "it touched memory that it does not own"
    case SIGILL, SIGTRAP:
      "a trap: an overflow, a nil that was unwrapped, or an index out of range"
    case SIGFPE: "an arithmetic error"
    case SIGSYS: "it made a system call that is not allowed here"
    default: "signal \(signal)"
    }
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  static func size(_ bytes: Int) -> String {
    bytes >= 1 << 30 && bytes % (1 << 30) == 0
      ? "\(bytes >> 30) GiB" : "\(bytes / 1_000_000) MB"
  }
}
