/// A rule that moves parameters against their gradients.
///
/// An optimizer remembers something about each parameter (a velocity, moments), so one value
/// belongs to one model and one training run.
public protocol Optimizer: Sendable {
  /// The size of a step; a schedule may change it between steps.
  var learningRate: Float { get set }

  /// Moves the parameters of a model by one step.
  ///
  /// - Parameters:
  ///   - parameters: the same tensors, in the same order and shapes, at every step.
  ///   - gradients: ∂loss/∂parameter for each, of the same shape.
  mutating func update(_ parameters: inout [Tensor], gradients: [Tensor])
}

extension Optimizer {
  func requireMatch(_ parameters: [Tensor], _ gradients: [Tensor], _ memory: [[Float]]) {
    require(
      parameters.map(\.shape) == gradients.map(\.shape),
      "\(Self.self) takes one gradient of the same shape for each parameter; it was given "
        + "\(parameters.map(\.shape)) and \(gradients.map(\.shape)).")
    require(
      memory.isEmpty || memory.map(\.count) == parameters.map(\.count),
      "\(Self.self) was begun with parameters of \(memory.map(\.count)) elements and cannot go "
        + "on with others of \(parameters.map(\.count)).")
  }
}
