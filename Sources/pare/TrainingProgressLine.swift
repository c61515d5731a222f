import Foundation
import ModelOptimization

/// Shows on standard error how a training run stands: on a terminal in a line that is written
/// over, several times a second; in a file a line for each epoch, and in long epochs two a minute.
final class TrainingProgressLine {
  private let isTerminal =
    isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  private var lastShown = ContinuousClock.now
  private var width = 0
  private var progress: TrainingProgress?

  func show(_ progress: TrainingProgress) {
    self.progress = progress
    let now = ContinuousClock.now
    guard now - lastShown >= (isTerminal ? .milliseconds(200) : .seconds(30)) else { return }
    lastShown = now
    let parts = [
      String(format: "epoch %2d of %d", progress.epoch, progress.epochs),
      "step \(progress.step) of \(progress.steps)",
      String(format: "loss %.4f", progress.loss),
      String(format: "right %.2f %%", 100 * progress.accuracy),
      "\(text(of: progress.timeLeft)) left",
    ]
    write(fitting(parts, dropping: [1, 3, 2]), stays: !isTerminal)
  }

  func show(_ report: EpochReport) {
    lastShown = ContinuousClock.now
    let (epochs, left) = (progress?.epochs ?? report.epoch, progress?.timeLeft ?? .zero)
    let parts = [
      String(format: "epoch %2d of %d", report.epoch, epochs),
      String(format: "loss %.4f", report.trainingLoss),
      String(format: "right %.2f %%", 100 * report.trainingAccuracy),
      String(format: "validation %.2f %%", 100 * report.validationAccuracy),
      "\(text(of: left)) left",
    ]
    write(fitting(parts, dropping: [2, 1, 4]), stays: true)
  }

  /// Leaves a line that would be written over as it is.
  func end() {
    if width > 0 { complain("\n") }
    width = 0
  }

  /// The parts in one line, without those that a narrow window has no room for.
  private func fitting(_ parts: [String], dropping order: [Int]) -> String {
    var kept = Array(parts.indices)
    func line() -> String { kept.map { parts[$0] }.joined(separator: "   ") }
    for index in order where line().count >= columns { kept.removeAll { $0 == index } }
    return line()
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

  private func text(of duration: Duration) -> String {
    let seconds = duration.components.seconds
    return seconds < 100 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
  }
}
