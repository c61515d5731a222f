/// A small convolutional network in a few numbers, before it has weights.
///
/// Each stage is some blocks of the same channels, and behind the last block a max pool of 2; at
/// the end the mean of each channel and a dense layer. A block is a convolution of 3×3, full or
/// depthwise separable, with batch norm and ReLU.
///
/// In words: `28: full 16×1, full 32×1, separable 64×2` takes images of 28 by 28 pixels.
public struct ConvolutionalArchitecture: Hashable, Sendable {
  /// What the blocks of a stage are.
  public enum Kind: String, CaseIterable, Sendable {
    /// A convolution over all channels.
    case full
    /// `DepthwiseSeparableBlock`.
    case separable
  }

  /// Some blocks, and a pool behind them.
  public struct Stage: Hashable, Sendable {
    /// What the blocks are.
    public var kind: Kind
    /// The channels that each block gives; at least 1.
    public var channels: Int
    /// How many blocks there are; at least 1.
    public var blocks: Int

    /// Creates a stage.
    public init(_ kind: Kind, channels: Int, blocks: Int = 1) {
      (self.kind, self.channels, self.blocks) = (kind, channels, blocks)
    }
  }

  /// The height and the width of an image.
  public var side: Int
  /// The stages; at least one, and not more than `side` can be halved.
  public var stages: [Stage]
  /// The classes that are told apart.
  public var classes: Int

  /// Creates an architecture.
  public init(side: Int = 28, stages: [Stage], classes: Int = 10) {
    (self.side, self.stages, self.classes) = (side, stages, classes)
  }

  /// The shape of one image.
  public var inputShape: [Int] { [side, side, 1] }

  /// Whether there are stages, all of them sensible, and pixels for each.
  public var isPossible: Bool {
    classes >= 1 && !stages.isEmpty && stages.count < Int.bitWidth && side >> stages.count >= 1
      && stages.allSatisfy { $0.channels >= 1 && $0.blocks >= 1 }
  }

  /// The network with random weights; the same for the same seed.
  public func network(seed: UInt64) -> Sequential {
    require(isPossible, "\(self) is no architecture: it needs stages, and pixels for each.")
    var generator = SplitMix64(seed: seed)
    var layers: [any TrainableLayer] = []
    var channels = 1
    for stage in stages {
      for _ in 0..<stage.blocks {
        switch stage.kind {
        case .full:
          layers += [
            Conv2D(
              inputs: channels, outputs: stage.channels, size: 3, padding: 1, hasBias: false,
              using: &generator),
            BatchNorm(channels: stage.channels), ReLU(),
          ]
        case .separable:
          layers += DepthwiseSeparableBlock(inputs: channels, outputs: stage.channels)
            .layers(using: &generator)
        }
        channels = stage.channels
      }
      layers.append(MaxPool2D(size: 2))
    }
    return Sequential(
      layers + [
        GlobalAveragePool(), Dense(inputs: channels, outputs: classes, using: &generator),
      ])
  }

  /// The multiply-accumulates of one image, without making the network.
  public var multiplyAccumulates: Int {
    var (total, side, channels) = (0, side, 1)
    for stage in stages {
      for _ in 0..<stage.blocks {
        total +=
          side * side * channels
          * (stage.kind == .full ? 9 * stage.channels : 9 + stage.channels)
        channels = stage.channels
      }
      side /= 2
    }
    return total + channels * classes
  }
}

extension ConvolutionalArchitecture: CustomStringConvertible {
  /// `28: full 16×1, full 32×1, separable 64×2`.
  public var description: String {
    let parts = stages.map { "\($0.kind.rawValue) \($0.channels)×\($0.blocks)" }
    return "\(side): \(parts.joined(separator: ", "))"
  }
}
