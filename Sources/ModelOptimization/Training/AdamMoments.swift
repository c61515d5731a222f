/// What Adam and AdamW remember, and the step that they share.
struct AdamMoments: Sendable {
  private var means: [Tensor] = []
  private var squares: [Tensor] = []
  private var beta1Power: Float = 1  // beta1ᵗ
  private var beta2Power: Float = 1  // beta2ᵗ

  var first: [Tensor] { means }

  var state: OptimizerState {
    get {
      OptimizerState(
        numbers: ["beta1_power": beta1Power, "beta2_power": beta2Power],
        memories: ["mean": means, "square": squares])
    }
    set {
      means = newValue.memories["mean"] ?? []
      squares = newValue.memories["square"] ?? []
      beta1Power = newValue.numbers["beta1_power"] ?? 1
      beta2Power = newValue.numbers["beta2_power"] ?? 1
    }
  }

  /// One step.
  ///
  /// - Parameters:
  ///   - keep: what a parameter is multiplied by before the step.
  ///   - penalty: what of a parameter is added to its gradient.
  mutating func update(
    _ parameters: inout [Tensor], gradients: [Tensor], learningRate: Float, beta1: Float,
    beta2: Float, epsilon: Float, keep: Float = 1, penalty: Float = 0
  ) {
    if means.isEmpty {
      means = parameters.map { Tensor(zeros: $0.shape) }
      squares = means
    }
    beta1Power *= beta1
    beta2Power *= beta2
    // Both corrections of the formula, taken out of the loop over the elements.
    let step = learningRate / (1 - beta1Power)
    let squareScale = 1 / (1 - beta2Power)
    for index in parameters.indices {
      let count = parameters[index].count
      parameters[index].withMutableElements { values in
        means[index].withMutableElements { means in
          squares[index].withMutableElements { squares in
            gradients[index].withElements { gradients in
              Elementwise.adamStep(
                values, means: means, squares: squares, gradients: gradients, count: count,
                beta1: beta1, beta2: beta2, step: step, squareScale: squareScale,
                epsilon: epsilon, keep: keep, penalty: penalty)
            }
          }
        }
      }
    }
  }
}
