/// Why a training run ended without a result.
public enum TrainingError: Error, Equatable {
  /// The loss became infinite or NaN.
  case lossNotFinite(epoch: Int, step: Int, learningRate: Float)
  /// A gradient became infinite or NaN, and no loss scale was the reason.
  case gradientNotFinite(parameter: String, epoch: Int, step: Int, learningRate: Float)
  /// The monitor wanted it so; the checkpoint, if there is one, holds all steps so far.
  case interrupted(epoch: Int, step: Int, checkpoint: String?)
}

extension TrainingError: CustomStringConvertible {
  /// What happened, when, and what to do.
  public var description: String {
    switch self {
    case .lossNotFinite(let epoch, let step, let rate):
      "The loss is no longer a finite number after step \(step) of epoch \(epoch), at a learning "
        + "rate of \(rate). Train with a lower learning rate, with warm-up, or with clipped "
        + "gradients."
    case .gradientNotFinite(let parameter, let epoch, let step, let rate):
      "The gradient of \(parameter) is not finite in step \(step) of epoch \(epoch), at a "
        + "learning rate of \(rate). Train with a lower learning rate, with warm-up, or with "
        + "another precision."
    case .interrupted(let epoch, let step, let checkpoint):
      "Interrupted after step \(step) of epoch \(epoch)."
        + (checkpoint.map { " Resume from \($0)." } ?? "")
    }
  }
}
