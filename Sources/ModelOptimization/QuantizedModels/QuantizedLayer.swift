/// A step of a quantized model: what it reads, and what it does.
public struct QuantizedLayer: Sendable {
  /// What a step does.
  public enum Operation: Sendable {
    /// Floats become bytes.
    case quantize(QuantizationParameters)
    /// Bytes become floats.
    case dequantize
    /// A dense layer or a convolution.
    case product(QuantizedProduct)
    /// The largest of each window, of bytes.
    case maximumPooling(MaxPool2D)
    /// The mean of each window, of bytes, which become bytes of another scale.
    case averagePooling(AveragePool2D, output: QuantizationParameters)
    /// The mean of each channel, of bytes, which become bytes of another scale.
    case globalAveragePooling(output: QuantizationParameters)
    /// The sum of two values of bytes: the end of a residual block.
    case sum(isRectified: Bool, output: QuantizationParameters)
    /// The sum of two values of floats.
    case floatSum(isRectified: Bool)
    /// The same elements in another shape.
    case reshape([Int])
    /// Floats to floats: a layer that has no integer form.
    case layer(any TrainableLayer)
  }

  /// The places of its layers in the model that was quantized, and what they are:
  /// "0-2 Conv2D + ReLU + MaxPool2D".
  public let name: String
  /// What it does.
  public let operation: Operation
  /// The values that it reads: 0 is the model's input, `n` the result of layer `n - 1`.
  public let inputs: [Int]

  /// Creates a step.
  ///
  /// - Parameters:
  ///   - name: what reports call it.
  ///   - operation: what it does.
  ///   - inputs: the values that it reads; two for a sum, else one.
  public init(_ name: String, _ operation: Operation, inputs: [Int]) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
  }

  /// The dense layer or convolution, or nil for another step.
  public var product: QuantizedProduct? {
    if case .product(let product) = operation { product } else { nil }
  }

  /// The bytes of what is stored for it.
  public var byteCount: Int {
    // A scale of 4 bytes, and a zero point.
    let parameters = 8
    switch operation {
    case .quantize, .averagePooling, .globalAveragePooling, .sum: return parameters
    case .dequantize, .maximumPooling, .floatSum, .reshape: return 0
    case .product(let product):
      if case .integer(_, .some) = product.arithmetic { return product.byteCount + parameters }
      return product.byteCount
    case .layer(let layer):
      return 4 * (layer.parameters + layer.statistics).reduce(0) { $0 + $1.count }
    }
  }
}
