/// A dense layer or convolution whose weights are stored in few bits, with the batch norm that
/// followed folded into them, and with the ReLU and the pooling that follow.
public struct QuantizedProduct: Equatable, Sendable {
  /// What is multiplied with the weights.
  public enum Kind: Hashable, Sendable {
    /// Rows of inputs; the weights have the shape `[inputs, outputs]`.
    case dense
    /// Windows of images `[height, width, channels]`; the weights have the shape
    /// `[outputs, inputs / groups, window height, window width]`.
    case convolution(stride: Int, padding: Int, groups: Int)
  }

  /// The weights as they are stored.
  public enum Weight: Equatable, Sendable {
    /// Integers with scales.
    case integers(QuantizedTensor)
    /// Floats, which the format holds exactly.
    case floats(Tensor, StorageFormat)
  }

  /// With which numbers the layer computes.
  public enum Arithmetic: Equatable, Sendable {
    /// Integers from end to end; the input's scale and zero point are those of its value.
    ///
    ///     sum    = bias + Σ (input - input zero point) · weight            32 bits
    ///     output = round(sum · multiplier / 2^shift) + output zero point   8 bits
    ///
    /// - bias: in steps of (input scale) · (weight scale of the output).
    /// - output: where the results lie; nil for floats, sum · (input scale) · (weight scale).
    case integer(bias: [Int32], output: QuantizationParameters?)
    /// Integers between a quantization of the input, whose range is taken at run time, and floats.
    case dynamic(bias: [Float])
    /// FP32; integer weights become floats.
    case floatingPoint(bias: [Float])
  }

  /// What is multiplied with the weights.
  public let kind: Kind
  /// The weights as they are stored.
  public let weight: Weight
  /// With which numbers the layer computes, and what it adds.
  public let arithmetic: Arithmetic
  /// Whether a ReLU follows.
  public let isRectified: Bool
  /// Whether only the largest of each 2×2 results is kept.
  public let isPooled: Bool

  /// Creates a layer from its parts.
  public init(
    kind: Kind, weight: Weight, arithmetic: Arithmetic, isRectified: Bool = false,
    isPooled: Bool = false
  ) {
    self.kind = kind
    self.weight = weight
    self.arithmetic = arithmetic
    self.isRectified = isRectified
    self.isPooled = isPooled
  }

  /// The shape of the weights.
  public var weightShape: [Int] {
    switch weight {
    case .integers(let tensor): tensor.shape
    case .floats(let tensor, _): tensor.shape
    }
  }

  /// The results of a row or a window.
  public var outputs: Int { kind == .dense ? weightShape[1] : weightShape[0] }

  /// How the weights are stored and used.
  public var format: LayerFormat {
    switch (arithmetic, weight) {
    case (.integer, .integers(let tensor)):
      .staticInteger(weights: tensor.grid.format, granularity: tensor.grid.granularity)
    case (.dynamic, .integers(let tensor)):
      .dynamicInteger(weights: tensor.grid.format, granularity: tensor.grid.granularity)
    case (_, .integers(let tensor)):
      .weightOnly(
        tensor.grid.format, granularity: tensor.grid.granularity, scheme: tensor.grid.scheme)
    case (_, .floats(_, let format)): .float(format)
    }
  }

  /// The bytes of weights, scales, zero points and biases as they are stored.
  public var byteCount: Int {
    let weights =
      switch weight {
      case .integers(let tensor): tensor.byteCount
      case .floats(let tensor, let format): tensor.count * format.byteCount
      }
    return weights + 4 * outputs
  }

  /// The layer that computes the same in floats: its weights are what the integers stand for.
  ///
  /// - Parameter bias: what is added.
  func floatLayer(bias: [Float]) -> any TrainableLayer {
    let values =
      switch weight {
      case .integers(let tensor): tensor.dequantized()
      case .floats(let tensor, _): tensor
      }
    let bias = Tensor(bias, shape: [bias.count])
    switch kind {
    case .dense: return Dense(weight: values, bias: bias)
    case .convolution(let stride, let padding, let groups):
      return Conv2D(
        weight: values, bias: bias, stride: stride, padding: padding, groups: groups)
    }
  }
}
