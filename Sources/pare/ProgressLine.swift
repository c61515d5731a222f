import Foundation

/// Shows on standard error how something stands: on a terminal in one line that is written over,
/// several times a second; in a file a line now and then.
final class ProgressLine {
  /// Whether the line is written over.
  let isTerminal = isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  private var lastShown = ContinuousClock.now
  private var width = 0

  /// Whether the last line is old enough for another.
  var isDue: Bool {
    ContinuousClock.now - lastShown >= (isTerminal ? .milliseconds(200) : .seconds(30))
  }

  /// Shows the parts in one line.
  ///
  /// - Parameters:
  ///   - parts: what there is to say.
  ///   - order: the parts that a narrow window does without, the least important first.
  ///   - stays: whether the next line goes below this one.
  func show(_ parts: [String], dropping order: [Int] = [], stays: Bool = false) {
    lastShown = .now
    var kept = Array(parts.indices)
    func line() -> String { kept.map { parts[$0] }.joined(separator: "   ") }
    for index in order where line().count >= columns { kept.removeAll { $0 == index } }
    write(line(), stays: stays || !isTerminal)
  }

  /// Says what is done now, where somebody is looking.
  func show(_ text: String) {
    if isTerminal { show([String(text.prefix(columns - 1))]) }
  }

  /// Leaves a line that would be written over as it is.
  func end() {
    if width > 0 { complain("\n") }
    width = 0
  }

  /// Takes a line that would be written over away.
  func clear() {
    if width > 0 { complain("\r" + String(repeating: " ", count: width) + "\r") }
    width = 0
  }

  /// The columns of the window; without one, as many as it takes.
  private var columns: Int {
    var size = winsize()
    guard isTerminal, ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return .max }
    return Int(size.ws_col)
  }

  private func write(_ line: String, stays: Bool) {
    let padding = String(repeating: " ", count: max(0, width - line.count))
    complain((isTerminal ? "\r" : "") + line + padding + (stays ? "\n" : ""))
    width = stays ? 0 : line.count
  }
}
