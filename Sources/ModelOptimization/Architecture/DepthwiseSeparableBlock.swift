/// A convolution in two steps: each channel by itself in space, then all channels at each pixel.
///
///     depthwise size×size → batch norm → ReLU → pointwise 1×1 → batch norm → ReLU
///
/// A full convolution of the same size multiplies `inputs · outputs · size²` times a pixel; this
/// one `inputs · size² + inputs · outputs` times: a share of 1/outputs + 1/size², an eighth to a
/// ninth for windows of 3×3.
///
/// Source: Howard et al., "MobileNets", 2017, arXiv:1704.04861, section 3.1.
public struct DepthwiseSeparableBlock: Equatable, Sendable {
  /// The channels that come in.
  public let inputs: Int
  /// The channels that go out.
  public let outputs: Int
  /// The height and the width of the depthwise window.
  public let size: Int
  /// The pixels between one window and the next.
  public let stride: Int

  /// Describes a block.
  ///
  /// - Parameters:
  ///   - inputs: at least 1.
  ///   - outputs: at least 1.
  ///   - size: odd, so that the padding keeps the image's size where the stride is 1.
  ///   - stride: at least 1.
  public init(inputs: Int, outputs: Int, size: Int = 3, stride: Int = 1) {
    require(
      inputs >= 1 && outputs >= 1 && stride >= 1 && size >= 1 && !size.isMultiple(of: 2),
      "A depthwise-separable block takes at least 1 channel in and out, a stride of at least 1 "
        + "and an odd window; it was given \(inputs), \(outputs), \(stride) and \(size).")
    (self.inputs, self.outputs, self.size, self.stride) = (inputs, outputs, size, stride)
  }

  /// The layers of the block, with random weights.
  public func layers(using generator: inout some RandomNumberGenerator) -> [any TrainableLayer] {
    [
      DepthwiseConv2D(
        channels: inputs, size: size, stride: stride, padding: size / 2, hasBias: false,
        using: &generator),
      BatchNorm(channels: inputs),
      ReLU(),
      Conv2D(inputs: inputs, outputs: outputs, size: 1, hasBias: false, using: &generator),
      BatchNorm(channels: outputs),
      ReLU(),
    ]
  }

  /// The multiply-accumulates of the block as a share of those of one full convolution.
  public var costShare: Double { 1 / Double(outputs) + 1 / Double(size * size) }
}
