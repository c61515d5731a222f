import Foundation
import ModelOptimization

/// Shows on standard error how a training run stands: the steps in a line that is written over,
/// and a line that stays for each epoch.
final class TrainingProgressLine {
  private let line: ProgressLine
  private var progress: TrainingProgress?

  init(_ line: ProgressLine = ProgressLine()) { self.line = line }

  func show(_ progress: TrainingProgress) {
    self.progress = progress
    guard line.isDue else { return }
    line.show(
      [
        String(format: "epoch %2d of %d", progress.epoch, progress.epochs),
        "step \(progress.step) of \(progress.steps)",
        String(format: "loss %.4f", progress.loss),
        String(format: "right %.2f %%", 100 * progress.accuracy),
        "\(text(of: progress.timeLeft)) left",
      ], dropping: [1, 3, 2])
  }

  func show(_ report: EpochReport) {
    let (epochs, left) = (progress?.epochs ?? report.epoch, progress?.timeLeft ?? .zero)
    line.show(
      [
        String(format: "epoch %2d of %d", report.epoch, epochs),
        String(format: "loss %.4f", report.trainingLoss),
        String(format: "right %.2f %%", 100 * report.trainingAccuracy),
        String(format: "validation %.2f %%", 100 * report.validationAccuracy),
        "\(text(of: left)) left",
      ], dropping: [2, 1, 4], stays: true)
  }

  /// Leaves a line that would be written over as it is.
  func end() { line.end() }

  private func text(of duration: Duration) -> String {
    let seconds = duration.components.seconds
    return seconds < 100 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
  }
}
