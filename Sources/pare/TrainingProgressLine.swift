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
    let line = String(
      format: "epoch %2d of %d   step %d of %d   loss %.4f   right %.2f %%   %@ left",
      progress.epoch, progress.epochs, progress.step, progress.steps, progress.loss,
      100 * progress.accuracy, text(of: progress.timeLeft))
    write(line, stays: !isTerminal)
  }

  func show(_ report: EpochReport) {
    lastShown = ContinuousClock.now
    let (epochs, left) = (progress?.epochs ?? report.epoch, progress?.timeLeft ?? .zero)
    let line = String(
      format: "epoch %2d of %d   loss %.4f   right %.2f %%   validation %.2f %%   %@ left",
      report.epoch, epochs, report.trainingLoss, 100 * report.trainingAccuracy,
      100 * report.validationAccuracy, text(of: left))
    write(line, stays: true)
  }

  /// Leaves a line that would be written over as it is.
  func end() {
    if width > 0 { complain("\n") }
    width = 0
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
