/// Adam: every parameter has its own step, set by the mean and the spread of its gradients.
///
///     mean   ← beta1 · mean   + (1 - beta1) · gradient
///     square ← beta2 · square + (1 - beta2) · gradient²
///     parameter ← parameter
///       - learningRate · (mean / (1 - beta1ᵗ)) / (√(square / (1 - beta2ᵗ)) + epsilon)
///
/// `t` counts the steps from 1. The divisions by `1 - betaᵗ` make up for both averages beginning
/// at zero.
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
  private var means: [[Float]] = []
  private var squares: [[Float]] = []
  private var beta1Power: Float = 1  // beta1ᵗ
  private var beta2Power: Float = 1  // beta2ᵗ

  /// Creates the optimizer; the default values are the paper's.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Moves the parameters by one step.
  public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
    requireMatch(parameters, gradients, means)
    if means.isEmpty {
      means = parameters.map { [Float](repeating: 0, count: $0.count) }
      squares = means
    }
    beta1Power *= beta1
    beta2Power *= beta2
    // Both corrections of the formula, taken out of the loop over the elements.
    let step = learningRate / (1 - beta1Power)
    let squareScale = 1 / (1 - beta2Power)
    for index in parameters.indices {
      var values = parameters[index].storage.mutableSpan
      var mean = means[index].mutableSpan
      var square = squares[index].mutableSpan
      let slopes = gradients[index].storage
      let gradient = slopes.span
      for element in gradient.indices {
        let slope = gradient[element]
        mean[element] = beta1 * mean[element] + (1 - beta1) * slope
        square[element] = beta2 * square[element] + (1 - beta2) * slope * slope
        let spread = (square[element] * squareScale).squareRoot()
        values[element] -= step * mean[element] / (spread + epsilon)
      }
    }
  }
}
