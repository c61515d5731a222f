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

  /// The scores of each class for a batch of images.
  ///
  /// - Parameter x: shape `[batch, inputs]`.
  /// - Returns: logits, shape `[batch, classes]`; `softmax` makes probabilities of them,
  ///   `argmax` predictions.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let relu = ReLU()
    var activation = x
    for layer in layers.dropLast() {
      activation = relu(layer(activation))
    }
    return layers[layers.count - 1](activation)
  }

  /// The parameters of all layers together; 235,146 for 784-256-128-10.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// The multiply-accumulates of all layers; 234,752 an image for 784-256-128-10.
  public func multiplyAccumulates(batch: Int) -> Int {
    layers.reduce(0) { $0 + $1.multiplyAccumulates(batch: batch) }
  }
}
