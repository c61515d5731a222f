/// A convolution of images: each output pixel is a weighted sum of a window of the input.
///
///     y[image, row, column, output] = bias[output] + Σ over i, j, channel of
///       weight[output, channel, i, j]
///         · x[image, row · stride + i - padding, column · stride + j - padding, channel]
///
/// Pixels outside the image count as zero. (As everywhere in the field, the window is not turned
/// around: strictly it is a cross-correlation.) The input has the shape
/// `[batch, height, width, inputs]`, the output `[batch, height', width', outputs]` with
///
///     height' = (height + 2 · padding - window height) / stride + 1
///
/// rounded down, and width' likewise; with the layout `.nchw` the channels are the second axis of
/// both. With `groups`, the channels are cut into as many equal parts, and each output channel
/// looks at one of them.
///
/// Source: LeCun et al., "Gradient-Based Learning Applied to Document Recognition", Proceedings
/// of the IEEE 86, 1998; groups: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with
/// Deep Convolutional Neural Networks", 2012.
public struct Conv2D: Equatable, Sendable {
  /// The weights, shape `[outputs, inputs / groups, window height, window width]`, as in PyTorch.
  public var weight: Tensor
  /// What is added to every pixel, shape `[outputs]`; nil where a batch norm behind it would take
  /// it off again.
  public var bias: Tensor?
  /// The pixels between one window and the next, both ways.
  public let stride: Int
  /// The zeros around each image, on each of its four sides.
  public let padding: Int
  /// The parts into which the channels are cut.
  public let groups: Int
  /// The order of the axes of input and output.
  public let layout: ImageLayout

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - weight: shape `[outputs, inputs / groups, window height, window width]`.
  ///   - bias: shape `[outputs]`, or nil for none.
  ///   - stride: the pixels between one window and the next; at least 1.
  ///   - padding: the zeros around each image; 0 or more.
  ///   - groups: the parts into which the channels are cut; it divides `outputs`.
  ///   - layout: the order of the axes of input and output.
  public init(
    weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    layout: ImageLayout = .nhwc
  ) {
    require(
      weight.shape.count == 4 && weight.count > 0
        && (bias.map { $0.shape == [weight.shape[0]] } ?? true),
      "Conv2D takes a weight of shape [outputs, inputs / groups, height, width], none of them "
        + "zero, and a bias of shape [outputs]; it was given \(weight.shape) and "
        + "\(bias.map { "\($0.shape)" } ?? "no bias").")
    require(
      stride >= 1 && padding >= 0 && groups >= 1 && weight.shape[0].isMultiple(of: groups),
      "Conv2D takes a stride of at least 1, no negative padding, and a number of groups that "
        + "divides its \(weight.shape[0]) outputs; it was given \(stride), \(padding) and "
        + "\(groups).")
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.groups = groups
    self.layout = layout
  }

  /// Creates a layer with random weights and a bias of zero.
  ///
  /// The weights are uniform in ±√(6 / n), n being the inputs of one sum, so that a signal keeps
  /// its strength through layers with ReLU between them.
  ///
  /// Source: He et al., "Delving Deep into Rectifiers", 2015, arXiv:1502.01852, equation 10.
  ///
  /// - Parameters:
  ///   - inputs: the channels of the input; a multiple of `groups`.
  ///   - outputs: the channels of the output; a multiple of `groups`.
  ///   - size: the height and the width of the window.
  ///   - stride: the pixels between one window and the next; at least 1.
  ///   - padding: the zeros around each image; 0 or more.
  ///   - groups: the parts into which the channels are cut.
  ///   - hasBias: whether something is added to every pixel.
  ///   - layout: the order of the axes of input and output.
  ///   - generator: where the randomness comes from; seed it to get the same layer again.
  public init(
    inputs: Int, outputs: Int, size: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    hasBias: Bool = true, layout: ImageLayout = .nhwc,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      inputs > 0 && outputs > 0 && size > 0 && groups > 0 && inputs.isMultiple(of: groups),
      "Conv2D takes at least 1 input, output and pixel of window, and a number of groups that "
        + "divides its inputs; it was given \(inputs) inputs, \(outputs) outputs, a window of "
        + "\(size)×\(size) and \(groups) groups.")
    self.init(
      weight: randomWeights(
        [outputs, inputs / groups, size, size], sumLength: inputs / groups * size * size,
        using: &generator),
      bias: hasBias ? Tensor(zeros: [outputs]) : nil, stride: stride, padding: padding,
      groups: groups, layout: layout)
  }

  /// The channels of the input.
  public var inputs: Int { weight.shape[1] * groups }
  /// The channels of the output.
  public var outputs: Int { weight.shape[0] }
}

extension Conv2D: CustomStringConvertible {
  /// The layer and its sizes: `Conv2D(32 → 64, 5×5, padding 2)`.
  public var description: String {
    windowDescription(
      "Conv2D(\(inputs) → \(outputs)", window, groups > 1 ? ", groups \(groups)" : "")
  }

  var window: Window {
    Window(height: weight.shape[2], width: weight.shape[3], stride: stride, padding: padding)
  }
}

/// A layer's description: its name and sizes, then its window.
func windowDescription(_ start: String, _ window: Window, _ end: String = "") -> String {
  start + ", \(window.height)×\(window.width)"
    + (window.stride > 1 ? ", stride \(window.stride)" : "")
    + (window.padding > 0 ? ", padding \(window.padding)" : "") + end + ")"
}
