/// A convolution in which each channel has a window of its own and is not mixed with others.
///
///     y[image, row, column, channel] = bias[channel] + Σ over i, j of
///       weight[channel, 0, i, j]
///         · x[image, row · stride + i - padding, column · stride + j - padding, channel]
///
/// Followed by a 1×1 convolution, which mixes the channels, it stands in for a full convolution at
/// a fraction of the multiplications. Shapes and sizes are those of `Conv2D`; the channels stay as
/// many as they are.
///
/// Source: Howard et al., "MobileNets", 2017, arXiv:1704.04861, section 3.1.
public struct DepthwiseConv2D: Equatable, Sendable {
  /// The weights, shape `[channels, 1, window height, window width]`, as in PyTorch.
  public var weight: Tensor
  /// What is added to every pixel, shape `[channels]`; nil where a batch norm behind it would take
  /// it off again.
  public var bias: Tensor?
  /// The pixels between one window and the next, both ways.
  public let stride: Int
  /// The zeros around each image, on each of its four sides.
  public let padding: Int
  /// The order of the axes of input and output.
  public let layout: ImageLayout

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - weight: shape `[channels, 1, window height, window width]`.
  ///   - bias: shape `[channels]`, or nil for none.
  ///   - stride: the pixels between one window and the next; at least 1.
  ///   - padding: the zeros around each image; 0 or more.
  ///   - layout: the order of the axes of input and output.
  public init(
    weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int = 0, layout: ImageLayout = .nhwc
  ) {
    require(
      weight.shape.count == 4 && weight.count > 0 && weight.shape[1] == 1
        && (bias.map { $0.shape == [weight.shape[0]] } ?? true),
      "DepthwiseConv2D takes a weight of shape [channels, 1, height, width], none of them zero, "
        + "and a bias of shape [channels]; it was given \(weight.shape) and "
        + "\(bias.map { "\($0.shape)" } ?? "no bias").")
    require(
      stride >= 1 && padding >= 0,
      "DepthwiseConv2D takes a stride of at least 1 and no negative padding; it was given "
        + "\(stride) and \(padding).")
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.layout = layout
  }

  /// Creates a layer with random weights and a bias of zero.
  ///
  /// The weights are uniform in ±√(6 / size²).
  ///
  /// Source: He et al., "Delving Deep into Rectifiers", 2015, arXiv:1502.01852, equation 10.
  ///
  /// - Parameters:
  ///   - channels: the channels of input and output.
  ///   - size: the height and the width of the window.
  ///   - stride: the pixels between one window and the next; at least 1.
  ///   - padding: the zeros around each image; 0 or more.
  ///   - hasBias: whether something is added to every pixel.
  ///   - layout: the order of the axes of input and output.
  ///   - generator: where the randomness comes from; seed it to get the same layer again.
  public init(
    channels: Int, size: Int, stride: Int = 1, padding: Int = 0, hasBias: Bool = true,
    layout: ImageLayout = .nhwc, using generator: inout some RandomNumberGenerator
  ) {
    require(
      channels > 0 && size > 0,
      "DepthwiseConv2D takes at least 1 channel and pixel of window; it was given \(channels) "
        + "channels and a window of \(size)×\(size).")
    self.init(
      weight: randomWeights([channels, 1, size, size], sumLength: size * size, using: &generator),
      bias: hasBias ? Tensor(zeros: [channels]) : nil, stride: stride, padding: padding,
      layout: layout)
  }

  /// The channels of input and output.
  public var channels: Int { weight.shape[0] }
}

extension DepthwiseConv2D: CustomStringConvertible {
  /// The layer and its sizes: `DepthwiseConv2D(64, 3×3, padding 1)`.
  public var description: String { windowDescription("DepthwiseConv2D(\(channels)", window) }

  var window: Window {
    Window(height: weight.shape[2], width: weight.shape[3], stride: stride, padding: padding)
  }
}
