import Foundation
import Synchronization

/// Ctrl-C, a terminal that was closed, and the signal that asks a program to end, as a question
/// that a loop can ask.
///
/// The second of them ends the program as if nobody had asked: whoever presses Ctrl-C twice does
/// not want to wait.
struct Interruption {
  /// Begins to listen. What the one who started the program had it ignore stays ignored.
  init() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let before = signal(number) { number in
        isInterrupted.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
      if isIgnoring(before) { signal(number, SIG_IGN) }
    }
  }

  /// Whether one of the signals came.
  var isRequested: Bool { isInterrupted.load(ordering: .relaxed) }
}

private let isInterrupted = Atomic<Bool>(false)

private func isIgnoring(_ handler: sig_t?) -> Bool {
  unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
