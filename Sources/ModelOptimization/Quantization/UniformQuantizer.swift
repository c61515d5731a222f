/// Integers at equal distances: `QuantizedTensor`.
public struct UniformQuantizer: Quantizer, Hashable {
  /// The integers to store.
  public var format: IntegerFormat
  /// Whether zero lies in the middle.
  public var scheme: QuantizationScheme
  /// Which numbers share a scale.
  public var granularity: Granularity

  /// Whether each range is the one of the least squared error, which may cut off the largest
  /// weights, instead of that of all weights. It takes 100 times as long to find.
  public var minimizesError: Bool

  /// Creates a quantizer.
  public init(
    format: IntegerFormat, scheme: QuantizationScheme = .symmetric,
    granularity: Granularity = .channel, minimizesError: Bool = false
  ) {
    self.format = format
    self.scheme = scheme
    self.granularity = granularity
    self.minimizesError = minimizesError
  }

  /// INT8 per channel.
  public static let int8 = UniformQuantizer(format: .int8)
  /// INT4 by groups of 32: 4.5 bits a weight.
  public static let int4 = UniformQuantizer(format: .int4, granularity: .group(size: 32))

  /// Quantizes a tensor.
  public func quantize(
    _ weight: Tensor, outputAxis: Int?
  ) throws(QuantizationError) -> QuantizedTensor {
    try QuantizedTensor(weight, on: grid(for: weight, outputAxis: outputAxis))
  }

  /// The same numbers as of what is stored.
  public func fakeQuantized(
    _ weight: Tensor, outputAxis: Int?
  ) throws(QuantizationError) -> Tensor {
    try grid(for: weight, outputAxis: outputAxis).fakeQuantized(weight)
  }

  /// Where the integers of a tensor lie.
  func grid(
    for weight: Tensor, outputAxis: Int?
  ) throws(QuantizationError) -> QuantizationGrid {
    guard minimizesError else {
      return try QuantizationGrid(
        covering: weight, format: format, scheme: scheme, granularity: granularity,
        outputAxis: outputAxis)
    }
    return try QuantizationGrid(
      of: weight, format: format, scheme: scheme, granularity: granularity,
      outputAxis: outputAxis
    ) { values throws(QuantizationError) in
      try QuantizationParameters(nearestTo: values, scheme: scheme, format: format)
    }
  }
}
