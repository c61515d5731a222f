/// Batch normalization: brings each channel to a mean and a variance that are learned.
///
///     y = weight · (x - mean) / √(variance + epsilon) + bias
///
/// In training, mean and variance are those of the batch, over all examples and pixels of the
/// channel (the variance divided by their number n). They also move the running statistics:
///
///     running ← (1 - momentum) · running + momentum · batch's
///
/// where the batch's variance is divided by n - 1, as in PyTorch. After training the running
/// statistics take their place, so that an example's result depends on itself alone and the layer
/// can be folded into the one before it.
///
/// The input has the shape `[batch, channels]` or `[batch, height, width, channels]` (with the
/// layout `.nchw` `[batch, channels, height, width]`), and the output the same.
///
/// Source: Ioffe and Szegedy, "Batch Normalization", 2015, arXiv:1502.03167, algorithms 1 and 2.
public struct BatchNorm: Equatable, Sendable {
  /// What each channel is multiplied by, shape `[channels]`.
  public var weight: Tensor
  /// What is added to each channel, shape `[channels]`.
  public var bias: Tensor
  /// The mean of each channel as seen so far, shape `[channels]`.
  public var runningMean: Tensor
  /// The variance of each channel as seen so far, shape `[channels]`.
  public var runningVariance: Tensor
  /// The share of a new batch in the running statistics, from 0 to 1.
  public let momentum: Float
  /// Keeps the divisor from zero.
  public let epsilon: Float
  /// The order of the axes of input and output.
  public let layout: ImageLayout

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - weight: shape `[channels]`.
  ///   - bias: shape `[channels]`.
  ///   - runningMean: shape `[channels]`.
  ///   - runningVariance: shape `[channels]`.
  ///   - momentum: the share of a new batch in the running statistics, from 0 to 1.
  ///   - epsilon: keeps the divisor from zero; positive.
  ///   - layout: the order of the axes of input and output.
  public init(
    weight: Tensor, bias: Tensor, runningMean: Tensor, runningVariance: Tensor,
    momentum: Float = 0.1, epsilon: Float = 1e-5, layout: ImageLayout = .nhwc
  ) {
    let shapes = [weight, bias, runningMean, runningVariance].map(\.shape)
    require(
      weight.shape.count == 1 && weight.count > 0 && shapes.allSatisfy { $0 == weight.shape },
      "BatchNorm takes a weight, a bias, a mean and a variance of shape [channels]; it was given "
        + "\(shapes).")
    require(
      (0...1).contains(momentum) && epsilon > 0,
      "BatchNorm takes a momentum from 0 to 1 and a positive epsilon; it was given \(momentum) "
        + "and \(epsilon).")
    self.weight = weight
    self.bias = bias
    self.runningMean = runningMean
    self.runningVariance = runningVariance
    self.momentum = momentum
    self.epsilon = epsilon
    self.layout = layout
  }

  /// Creates a layer that begins with weights and variances of one, biases and means of zero.
  ///
  /// - Parameters:
  ///   - channels: at least 1.
  ///   - momentum: the share of a new batch in the running statistics, from 0 to 1.
  ///   - epsilon: keeps the divisor from zero; positive.
  ///   - layout: the order of the axes of input and output.
  public init(
    channels: Int, momentum: Float = 0.1, epsilon: Float = 1e-5, layout: ImageLayout = .nhwc
  ) {
    let ones = Tensor([Float](repeating: 1, count: channels), shape: [channels])
    let zeros = Tensor(zeros: [channels])
    self.init(
      weight: ones, bias: zeros, runningMean: zeros, runningVariance: ones, momentum: momentum,
      epsilon: epsilon, layout: layout)
  }

  /// The channels of input and output.
  public var channels: Int { weight.count }
}

extension BatchNorm: CustomStringConvertible {
  /// The layer and its size: `BatchNorm(64)`.
  public var description: String { "BatchNorm(\(channels))" }
}

extension BatchNorm {
  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    let images = layout.axes(channels: channels)
    let isImages = inputShape.count == 4 && inputShape[layout == .nhwc ? 3 : 1] == channels
    require(
      isImages || inputShape.count == 2 && inputShape[1] == channels,
      "\(self) takes an input of shape [batch, \(channels)] or \(images); it was given "
        + "\(inputShape).")
    return inputShape
  }

  /// None are counted: two operations for each element, which are folded away after training.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }

  func kernelOrder(_ x: Tensor) -> Tensor { x.shape.count == 4 ? layout.kernelOrder(x) : x }
  func ownOrder(_ x: Tensor) -> Tensor { x.shape.count == 4 ? layout.ownOrder(x) : x }
}
