import Synchronization

/// Layers one after the other.
///
///     y = layers[last](… layers[1](layers[0](x)))
///
/// ```swift
/// var model = Sequential([
///   Conv2D(inputs: 1, outputs: 32, size: 5, padding: 2, using: &generator), ReLU(),
///   MaxPool2D(size: 2), Flatten(), Dense(inputs: 6272, outputs: 10, using: &generator),
/// ])
/// ```
///
/// A ReLU behind a dense layer, a convolution or a batch norm is applied in the same pass over its
/// output.
public struct Sequential: TrainableLayer {
  /// The layers in the order in which they are applied.
  public var layers: [any TrainableLayer]

  /// Creates a network from its layers; each takes what the one before it gives.
  public init(_ layers: [any TrainableLayer]) { self.layers = layers }

  /// The parameters of all layers, in their order.
  public var parameters: [Tensor] {
    get { layers.flatMap(\.parameters) }
    set { distribute(newValue, "parameters", \.parameters) }
  }

  /// The number of the layer, from 0, before each of its names: "0.weight", "0.bias", "2.weight".
  public var parameterNames: [String] { numbered(\.parameterNames) }

  /// The statistics of all layers, in their order.
  public var statistics: [Tensor] {
    get { layers.flatMap(\.statistics) }
    set { distribute(newValue, "statistics", \.statistics) }
  }

  /// The number of the layer, from 0, before each of its names: "1.running_mean".
  public var statisticNames: [String] { numbered(\.statisticNames) }

  /// The shape that the last layer gives.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    layers.reduce(inputShape) { $1.outputShape(for: $0) }
  }

  /// Those of all layers together.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    var (count, shape) = (0, inputShape)
    for layer in layers {
      count += layer.multiplyAccumulates(for: shape)
      shape = layer.outputShape(for: shape)
    }
    return count
  }

  /// Applies the layers to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var activation = x
    var index = 0
    while index < layers.count {
      if let layer = rectifyingLayer(index) {
        activation = layer.apply(activation, rectified: true)
        index += 2
      } else {
        activation = layers[index](activation)
        index += 1
      }
    }
    return activation
  }

  /// Applies the layers in training mode.
  ///
  /// Backpropagation: the backward pass goes from the last layer to the first, and each layer's
  /// memory is freed when it has run, so that it runs once only.
  public mutating func forward(
    _ x: Tensor, using generator: inout SplitMix64
  ) -> ForwardPass {
    var passes: [BackwardPass] = []
    var activation = x
    var hasParameters = false
    var index = 0
    while index < layers.count {
      let needsInput = hasParameters
      let pass: ForwardPass
      let parameterCount = layers[index].parameterNames.count
      if var layer = rectifyingLayer(index) {
        pass = layer.forward(activation, rectified: true)
        layers[index] = layer
        index += 2
      } else {
        pass = layers[index].forward(activation, using: &generator)
        index += 1
      }
      hasParameters = hasParameters || parameterCount > 0
      passes.append(BackwardPass(needsInput: needsInput, run: pass.backward))
      activation = pass.output
    }
    let tape = Tape(passes)
    return ForwardPass(output: activation) { dY, needsInput in
      tape.run(dY, needsInput: needsInput)
    }
  }

  /// The layer at `index` where a ReLU follows that it can apply itself.
  private func rectifyingLayer(_ index: Int) -> (any RectifyingLayer)? {
    guard index + 1 < layers.count, layers[index + 1] is ReLU else { return nil }
    return layers[index] as? any RectifyingLayer
  }

  /// Gives each layer its own of a list of tensors.
  private mutating func distribute(
    _ tensors: [Tensor], _ kind: String, _ place: WritableKeyPath<any TrainableLayer, [Tensor]>
  ) {
    requireReplacements(tensors, for: layers.flatMap { $0[keyPath: place] }, kind)
    var rest = tensors[...]
    for index in layers.indices {
      let count = layers[index][keyPath: place].count
      layers[index][keyPath: place] = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
  }

  private func numbered(_ names: KeyPath<any TrainableLayer, [String]>) -> [String] {
    layers.enumerated().flatMap { index, layer in
      layer[keyPath: names].map { "\(index).\($0)" }
    }
  }
}

extension Sequential: CustomStringConvertible {
  /// The layers in their order: `Sequential(Dense(784 → 10), ReLU())`.
  public var description: String {
    "Sequential(\(layers.map { "\($0)" }.joined(separator: ", ")))"
  }
}

/// The backward pass of one layer.
private struct BackwardPass {
  /// Whether a layer before it has parameters, and asks for ∂loss/∂output of its own.
  var needsInput: Bool
  var run: @Sendable (Tensor, Bool) -> LayerGradient
}

/// The backward passes of a network, which are taken from it one after the other.
private final class Tape: Sendable {
  private let passes: Mutex<[BackwardPass]?>

  init(_ passes: sending [BackwardPass]) { self.passes = Mutex(passes) }

  func run(_ outputGradient: Tensor, needsInput: Bool) -> LayerGradient {
    guard var rest = passes.withLock({ passes in passes.take() }) else {
      require(false, "The backward pass of a network runs once: it frees what it needs.")
      return LayerGradient(input: nil, parameters: [])
    }
    var gradient = LayerGradient(input: outputGradient, parameters: [])
    var parameters: [[Tensor]] = []
    while let pass = rest.popLast() {
      guard let dY = gradient.input else { break }
      gradient = pass.run(dY, needsInput || pass.needsInput)
      parameters.append(gradient.parameters)
      // No layer before this one has anything to learn.
      if gradient.input == nil { break }
    }
    return LayerGradient(
      input: needsInput ? gradient.input : nil,
      parameters: parameters.reversed().flatMap { $0 })
  }
}
