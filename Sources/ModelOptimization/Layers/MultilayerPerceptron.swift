/// A network of dense layers with ReLU between them.
///
/// The project's standard one classifies the 28×28 images of Fashion-MNIST: 784 inputs, hidden
/// layers of 256 and 128, 10 classes.
public struct MultilayerPerceptron: Layer, Equatable {
  /// The layers in the order in which they are applied; ReLU follows each but the last.
  public var layers: [Dense]

  /// Creates a network from its layers; each takes what the one before it gives.
  public init(layers: [Dense]) {
    require(!layers.isEmpty, "A multilayer perceptron has at least one layer.")
    for (index, (before, after)) in zip(layers, layers.dropFirst()).enumerated() {
      require(
        before.outputs == after.inputs,
        "Layer \(index) gives \(before.outputs) outputs, but layer \(index + 1) takes "
          + "\(after.inputs) inputs; their weights are \(before.weight.shape) and "
          + "\(after.weight.shape).")
    }
    self.layers = layers
  }

  /// Creates a network with random weights, the same for the same seed.
  ///
  /// - Parameters:
  ///   - sizes: the inputs, the sizes of the hidden layers, and the classes:
  ///     `[784, 256, 128, 10]`.
  ///   - generator: where the randomness comes from.
  public init(sizes: [Int], using generator: inout some RandomNumberGenerator) {
    require(sizes.count >= 2, "A multilayer perceptron has inputs and outputs; got \(sizes).")
    var layers: [Dense] = []
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      layers.append(Dense(inputs: inputs, outputs: outputs, using: &generator))
    }
    self.init(layers: layers)
  }

  /// The layers with the ReLU between them.
  public var sequential: Sequential {
    var all: [any TrainableLayer] = []
    for layer in layers { all += [layer, ReLU()] }
    return Sequential(all.dropLast())
  }

  /// The scores of each class for a batch of images.
  ///
  /// - Parameter x: shape `[batch, inputs]`.
  /// - Returns: logits, shape `[batch, classes]`; `softmax` makes probabilities of them,
  ///   `argmax` predictions.
  public func callAsFunction(_ x: Tensor) -> Tensor { sequential(x) }

  /// `[batch, classes]` for `[batch, inputs]`.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    sequential.outputShape(for: inputShape)
  }

  /// The parameters of all layers together; 235,146 for 784-256-128-10.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// The multiply-accumulates of all layers; 234,752 an image for 784-256-128-10.
  public func multiplyAccumulates(batch: Int) -> Int {
    layers.reduce(0) { $0 + $1.multiplyAccumulates(batch: batch) }
  }

  /// The multiply-accumulates of all layers.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    multiplyAccumulates(batch: outputShape(for: inputShape)[0])
  }
}

extension MultilayerPerceptron: TrainableLayer {
  /// The weight and the bias of each layer, in their order.
  public var parameters: [Tensor] {
    get { layers.flatMap(\.parameters) }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      for index in layers.indices {
        layers[index].parameters = Array(newValue[2 * index..<2 * index + 2])
      }
    }
  }

  /// "layers.0.weight", "layers.0.bias", "layers.1.weight" and so on, as in its file.
  public var parameterNames: [String] {
    layers.indices.flatMap { ["layers.\($0).weight", "layers.\($0).bias"] }
  }

  /// Applies the network in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    var sequential = sequential
    return sequential.forward(x, using: &generator)
  }
}
