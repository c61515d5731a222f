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

  /// Applies the layer in training mode.
  ///
  /// - Parameters:
  ///   - x: the first axis counts the examples of the batch.
  ///   - generator: where a layer such as dropout takes its randomness from.
  /// - Returns: the output, and the backward pass that belongs to it.
  mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass
}

extension TrainableLayer {
  /// The elements of all parameters together.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// None.
  public var statistics: [Tensor] {
    get { [] }
    set { require(newValue.isEmpty, "\(Self.self) keeps no statistics.") }
  }
  /// None.
  public var statisticNames: [String] { [] }
}

extension TrainableLayer {
  /// Takes new parameters apart: as many as there are, each of the shape of the one it replaces.
  func requireReplacements(_ new: [Tensor], for old: [Tensor], _ kind: String) {
    require(
      new.map(\.shape) == old.map(\.shape),
      "\(self) has \(kind) of the shapes \(old.map(\.shape)); it was given \(new.map(\.shape)).")
  }
}

/// A layer without parameters: what it does is fixed.
protocol ParameterlessLayer: TrainableLayer {}

extension ParameterlessLayer {
  /// None.
  public var parameters: [Tensor] {
    get { [] }
    set { requireReplacements(newValue, for: [], "parameters") }
  }
  /// None.
  public var parameterNames: [String] { [] }
  /// None: nothing is multiplied by a weight.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }
}

/// A layer that can apply a ReLU behind it in the same pass over its output, which saves reading
/// and writing the output once more.
protocol RectifyingLayer: TrainableLayer {
  /// Applies the layer, and then ReLU where `rectified`.
  func apply(_ x: Tensor, rectified: Bool) -> Tensor
  /// Applies the layer in training mode, and then ReLU where `rectified`.
  mutating func forward(_ x: Tensor, rectified: Bool) -> ForwardPass
}

extension RectifyingLayer {
  /// Applies the layer to a batch, as it is used after training.
  public func callAsFunction(_ x: Tensor) -> Tensor { apply(x, rectified: false) }

  /// Applies the layer in training mode; it needs no randomness.
  public mutating func forward(
    _ x: Tensor, using generator: inout SplitMix64
  ) -> ForwardPass {
    forward(x, rectified: false)
  }
}
