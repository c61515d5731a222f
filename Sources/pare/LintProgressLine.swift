import Foundation
import Synchronization
import Terminal
import Workbook

/// Shows on standard error how far the linter is: on a terminal, in a line that is written over.
final class LintProgressLine: Sendable {
  private let isShown: Bool
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  /// - Parameter isShown: Whether there is anything to show where a person watches.
  init(isShown: Bool) {
    let isTerminal = isatty(STDERR_FILENO) == 1
    self.isShown =
      isShown && isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  func show(_ progress: LintProgress) {
    let left = progress.secondsLeft.map { ", about \(Self.time($0)) left" } ?? ""
    show("\(progress.done) of \(progress.all) programs\(left): ", progress.current)
  }

  /// Shows a beginning, and as much of the end of a name as the window has room for.
  func show(_ beginning: String, _ name: String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let isTooSoon = lastShown.withLock { last in
      if let last, now - last < .milliseconds(100) { return true }
      last = now
      return false
    }
    guard !isTooSoon else { return }
    let room = max(0, columns - beginning.count - 1)
    complain("\r\u{1B}[K" + beginning + String(name.suffix(room)).withoutControls)
  }

  /// Takes the line away.
  func clear() {
    if isShown { complain("\r\u{1B}[K") }
  }

  private var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A time that is about to pass, in words.
  static func time(_ seconds: Double) -> String {
    seconds < 100 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded())) min"
  }
}
