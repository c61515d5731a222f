/// Stochastic gradient descent with momentum.
///
///     slope     = gradient + weightDecay · parameter
///     velocity  ← momentum · velocity + slope
///     parameter ← parameter - learningRate · velocity
///
/// With a momentum of 0 this is plain gradient descent. Nesterov's form looks one step ahead: its
/// last line takes `slope + momentum · velocity` in the place of `velocity`.
///
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep
/// learning", ICML 2013, in the form that PyTorch uses.
public struct SGD: Optimizer {
  /// The size of a step.
  public var learningRate: Float
  /// How much of the last step's direction is kept, in `0..<1`.
  public var momentum: Float
  /// The strength of an L2 penalty, which pulls every parameter to zero.
  public var weightDecay: Float
  /// Whether a step is taken from where the momentum leads.
  public var isNesterov: Bool
  private var velocities: [Tensor] = []

  /// Creates the optimizer, at rest.
  public init(
    learningRate: Float, momentum: Float = 0, weightDecay: Float = 0, isNesterov: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
  }

  /// The velocities.
  public var state: OptimizerState {
    get { OptimizerState(memories: ["velocity": velocities]) }
    set { velocities = newValue.memories["velocity"] ?? [] }
  }

  /// Momentum, weight decay and form.
  public var settings: [String: String] {
    [
      "optimizer": "SGD", "momentum": "\(momentum)", "weight_decay": "\(weightDecay)",
      "nesterov": "\(isNesterov)",
    ]
  }

  /// Moves the parameters by one step.
  public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
    requireMatch(parameters, gradients, velocities)
    if velocities.isEmpty { velocities = parameters.map { Tensor(zeros: $0.shape) } }
    for index in parameters.indices {
      let gradient = gradients[index]
      if isNesterov {
        updateAhead(&parameters[index], &velocities[index], gradient)
        continue
      }
      parameters[index].withMutableElements { values in
        velocities[index].withMutableElements { velocities in
          gradient.withElements { gradients in
            Elementwise.sgdStep(
              values, velocities: velocities, gradients: gradients, count: gradient.count,
              learningRate: learningRate, momentum: momentum, penalty: weightDecay)
          }
        }
      }
    }
  }

  /// Nesterov's form.
  private func updateAhead(_ parameter: inout Tensor, _ velocity: inout Tensor, _ slopes: Tensor) {
    var values = parameter.storage.mutableSpan
    var speeds = velocity.storage.mutableSpan
    let gradient = slopes.storage.span
    for element in gradient.indices {
      let slope = gradient[element] + weightDecay * values[element]
      speeds[element] = momentum * speeds[element] + slope
      values[element] -= learningRate * (slope + momentum * speeds[element])
    }
  }
}
