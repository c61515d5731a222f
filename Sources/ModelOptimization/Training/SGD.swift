/// Stochastic gradient descent with momentum.
///
///     velocity  ← momentum · velocity + gradient
///     parameter ← parameter - learningRate · velocity
///
/// With a momentum of 0 this is plain gradient descent.
///
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep
/// learning", ICML 2013, in the form that PyTorch uses.
public struct SGD: Optimizer {
  /// The size of a step.
  public var learningRate: Float
  /// How much of the last step's direction is kept, in `0..<1`.
  public var momentum: Float
  private var velocities: [[Float]] = []

  /// Creates the optimizer, at rest.
  public init(learningRate: Float, momentum: Float = 0) {
    self.learningRate = learningRate
    self.momentum = momentum
  }

  /// Moves the parameters by one step.
  public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
    requireMatch(parameters, gradients, velocities)
    if velocities.isEmpty {
      velocities = parameters.map { [Float](repeating: 0, count: $0.count) }
    }
    for index in parameters.indices {
      var values = parameters[index].storage.mutableSpan
      var velocity = velocities[index].mutableSpan
      let slopes = gradients[index].storage
      let gradient = slopes.span
      for element in gradient.indices {
        velocity[element] = momentum * velocity[element] + gradient[element]
        values[element] -= learningRate * velocity[element]
      }
    }
  }
}
