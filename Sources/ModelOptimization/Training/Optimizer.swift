/// A rule that moves parameters against their gradients.
///
/// An optimizer remembers something about each parameter (a velocity, moments), so one value
/// belongs to one model and one training run.
public protocol Optimizer: Sendable {
  /// The size of a step; a schedule may change it between steps.
  var learningRate: Float { get set }

  /// What the optimizer remembers from step to step: what a checkpoint keeps, so that a run that
  /// was stopped goes on as if it had not been.
  var state: OptimizerState { get set }

  /// How the optimizer was set up, by name, its learning rate left out: what must be the same
  /// when a run is taken up again.
  var settings: [String: String] { get }

  /// Moves the parameters of a model by one step.
  ///
  /// - Parameters:
  ///   - parameters: the same tensors, in the same order and shapes, at every step.
  ///   - gradients: ∂loss/∂parameter for each, of the same shape.
  mutating func update(_ parameters: inout [Tensor], gradients: [Tensor])
}

/// What an optimizer remembers.
public struct OptimizerState: Equatable, Sendable {
  /// Running numbers by name, such as powers of Adam's beta.
  public var numbers: [String: Float]
  /// For each kind of memory one tensor for each parameter, in the parameters' order; empty
  /// before the first step.
  public var memories: [String: [Tensor]]

  /// Creates a state from its parts.
  public init(numbers: [String: Float] = [:], memories: [String: [Tensor]] = [:]) {
    self.numbers = numbers
    self.memories = memories
  }
}

extension Optimizer {
  func requireMatch(_ parameters: [Tensor], _ gradients: [Tensor], _ memory: [Tensor]) {
    require(
      parameters.map(\.shape) == gradients.map(\.shape),
      "\(Self.self) takes one gradient of the same shape for each parameter; it was given "
        + "\(parameters.map(\.shape)) and \(gradients.map(\.shape)).")
    require(
      memory.isEmpty || memory.map(\.shape) == parameters.map(\.shape),
      "\(Self.self) was begun with parameters of the shapes \(memory.map(\.shape)) and cannot "
        + "go on with others of \(parameters.map(\.shape)).")
  }
}
