/// A layer that can learn: its forward pass remembers what its backward pass needs.
public protocol TrainableLayer: Layer {
  /// What training adjusts, always in the same order.
  var parameters: [Tensor] { get set }
  /// A name for each of `parameters`, as in the layer's file: "weight", "bias".
  var parameterNames: [String] { get }
  /// What the layer learns without gradients and keeps with its parameters, such as the running
  /// mean of a batch norm; empty for most.
  var statistics: [Tensor] { get set }
  /// A name for each of `statistics`.
  var statisticNames: [String] { get }

  /// The shape of the output for an input of the given shape, the batch included.
  ///
  /// An input that the layer does not take ends the program with a sentence that names the layer
  /// and both shapes.
  func outputShape(for inputShape: [Int]) -> [Int]

  /// Applies the layer in training mode.
  ///
  /// - Parameters:
  ///   - x: the first axis counts the examples of the batch.
  ///   - generator: where a layer such as dropout takes its randomness from.
  /// - Returns: the output, and the backward pass that belongs to it.
  mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass
}

/// What a forward pass in training mode gives.
public struct ForwardPass: Sendable {
  /// What the layer returned.
  public let output: Tensor
  /// From ∂loss/∂output, and whether ∂loss/∂input is asked for, to the gradients.
  ///
  /// The first layer of a network is not asked for its input's gradient, which would cost as much
  /// as its parameters'.
  public let backward: @Sendable (_ outputGradient: Tensor, _ needsInput: Bool) -> LayerGradient

  /// Creates a pass from what the layer returned and what it does backward.
  public init(
    output: Tensor,
    backward: @escaping @Sendable (_ outputGradient: Tensor, _ needsInput: Bool) -> LayerGradient
  ) {
    self.output = output
    self.backward = backward
  }
}

/// How the loss changes with what went into a layer.
public struct LayerGradient: Sendable {
  /// ∂loss/∂input, of the input's shape; nil where it was not asked for.
  public var input: Tensor?
  /// ∂loss/∂parameter for each of the layer's parameters, in their order.
  public var parameters: [Tensor]

  /// Creates a gradient from its parts.
  public init(input: Tensor?, parameters: [Tensor]) {
    self.input = input
    self.parameters = parameters
  }
}

extension TrainableLayer {
  /// None.
  public var statistics: [Tensor] {
    get { [] }
    set { require(newValue.isEmpty, "\(Self.self) keeps no statistics.") }
  }
  /// None.
  public var statisticNames: [String] { [] }
}
