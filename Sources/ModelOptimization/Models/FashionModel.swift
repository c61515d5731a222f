/// The three networks that come with the project, all of which classify Fashion-MNIST.
public enum FashionModel: String, CaseIterable, Sendable {
  /// Dense layers 784-256-128-10 with ReLU between them: 235,146 parameters, 234,752
  /// multiply-accumulates an image.
  case mlp
  /// Two convolutions of 5×5, to 32 and to 64 channels, each with ReLU and a max pool of 2, then
  /// dense layers of 512 and 10: 1,663,370 parameters, 12,273,152 multiply-accumulates an image.
  case cnn
  /// A convolution of 3×3 and stride 2 to 32 channels, then five blocks, each of a depthwise
  /// convolution of 3×3 and a pointwise one of 1×1, then the mean of each channel and a dense
  /// layer; every convolution with a batch norm and ReLU behind it: 54,346 parameters, 3,579,456
  /// multiply-accumulates an image.
  ///
  /// Source: Howard et al., "MobileNets", 2017, arXiv:1704.04861, table 1.
  case depthwise

  /// The shape of one image as the network takes it: `[784]`, or height, width and channels.
  public var inputShape: [Int] { self == .mlp ? [28 * 28] : [28, 28, 1] }

  /// The network with random weights; the same for the same seed.
  public func untrained(seed: UInt64) -> Sequential {
    var generator = SplitMix64(seed: seed)
    return switch self {
    case .mlp: MultilayerPerceptron(sizes: [28 * 28, 256, 128, 10], using: &generator).sequential
    case .cnn: convolutionalNetwork(using: &generator)
    case .depthwise: depthwiseNetwork(using: &generator)
    }
  }
}

private func convolutionalNetwork(using generator: inout SplitMix64) -> Sequential {
  Sequential([
    Conv2D(inputs: 1, outputs: 32, size: 5, padding: 2, using: &generator),
    ReLU(),
    MaxPool2D(size: 2),
    Conv2D(inputs: 32, outputs: 64, size: 5, padding: 2, using: &generator),
    ReLU(),
    MaxPool2D(size: 2),
    Flatten(),
    Dense(inputs: 7 * 7 * 64, outputs: 512, using: &generator),
    ReLU(),
    Dense(inputs: 512, outputs: 10, using: &generator),
  ])
}

/// The channels that a block of the depthwise net gives, and the stride of its depthwise
/// convolution.
private let depthwiseBlocks = [(64, 1), (64, 1), (128, 2), (128, 1), (128, 1)]

private func depthwiseNetwork(using generator: inout SplitMix64) -> Sequential {
  var channels = 32
  var layers: [any TrainableLayer] = [
    Conv2D(
      inputs: 1, outputs: channels, size: 3, stride: 2, padding: 1, hasBias: false,
      using: &generator),
    BatchNorm(channels: channels),
    ReLU(),
  ]
  for (outputs, stride) in depthwiseBlocks {
    layers += DepthwiseSeparableBlock(inputs: channels, outputs: outputs, stride: stride)
      .layers(using: &generator)
    channels = outputs
  }
  return Sequential(
    layers + [
      GlobalAveragePool(), Dense(inputs: channels, outputs: 10, using: &generator),
    ])
}
