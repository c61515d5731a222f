/// Adam: every parameter has its own step, set by the mean and the spread of its gradients.
///
///     slope  = gradient + weightDecay · parameter
///     mean   ← beta1 · mean   + (1 - beta1) · slope
///     square ← beta2 · square + (1 - beta2) · slope²
///     parameter ← parameter
///       - learningRate · (mean / (1 - beta1ᵗ)) / (√(square / (1 - beta2ᵗ)) + epsilon)
///
/// `t` counts the steps from 1. The divisions by `1 - betaᵗ` make up for both averages beginning
/// at zero. A weight decay in here is divided by the spread, too, and so hardly reaches the
/// parameters with large gradients; `AdamW` takes it out of the averages.
///
/// Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, arXiv:1412.6980,
/// algorithm 1.
public struct Adam: Optimizer {
  /// The size of a step.
  public var learningRate: Float
  /// How slowly the mean of the gradients changes, in `0..<1`.
  public var beta1: Float
  /// How slowly the mean of their squares changes, in `0..<1`.
  public var beta2: Float
  /// Keeps the division from zero.
  public var epsilon: Float
  /// The strength of an L2 penalty, added to the gradients.
  public var weightDecay: Float
  private var moments = AdamMoments()

  /// Creates the optimizer; the default values are the paper's.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// The means, the squares and the powers of beta.
  public var state: OptimizerState {
    get { moments.state }
    set { moments.state = newValue }
  }

  /// Both betas, epsilon and the weight decay.
  public var settings: [String: String] {
    [
      "optimizer": "Adam", "beta1": "\(beta1)", "beta2": "\(beta2)", "epsilon": "\(epsilon)",
      "weight_decay": "\(weightDecay)",
    ]
  }

  /// Moves the parameters by one step.
  public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
    requireMatch(parameters, gradients, moments.first)
    moments.update(
      &parameters, gradients: gradients, learningRate: learningRate, beta1: beta1, beta2: beta2,
      epsilon: epsilon, penalty: weightDecay)
  }
}
