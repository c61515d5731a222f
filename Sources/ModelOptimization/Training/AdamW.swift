/// Adam with its weight decay decoupled from the gradients.
///
///     parameter ← (1 - learningRate · weightDecay) · parameter
///     and then Adam's step, from the gradients alone
///
/// Every parameter decays by the same share, whatever its gradients are: that is what weight decay
/// means, and what an L2 penalty inside `Adam` does not do.
///
/// Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019,
/// arXiv:1711.05101, algorithm 2, in the form that PyTorch uses.
public struct AdamW: Optimizer {
  /// The size of a step.
  public var learningRate: Float
  /// How slowly the mean of the gradients changes, in `0..<1`.
  public var beta1: Float
  /// How slowly the mean of their squares changes, in `0..<1`.
  public var beta2: Float
  /// Keeps the division from zero.
  public var epsilon: Float
  /// The share of itself that a parameter loses in a step, divided by the learning rate.
  public var weightDecay: Float
  private var moments = AdamMoments()

  /// Creates the optimizer; the default values are PyTorch's.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0.01
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
      "optimizer": "AdamW", "beta1": "\(beta1)", "beta2": "\(beta2)", "epsilon": "\(epsilon)",
      "weight_decay": "\(weightDecay)",
    ]
  }

  /// Moves the parameters by one step.
  public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
    requireMatch(parameters, gradients, moments.first)
    moments.update(
      &parameters, gradients: gradients, learningRate: learningRate, beta1: beta1, beta2: beta2,
      epsilon: epsilon, keep: 1 - learningRate * weightDecay)
  }
}
