/// How the weights of a layer are stored, and with which numbers it computes.
public enum LayerFormat: Hashable, Sendable {
  /// Weights as floats of 32 or 16 bits; FP32 arithmetic.
  case float(StorageFormat)
  /// Weights as integers that become FP32 when they are used; activations stay FP32.
  case weightOnly(
    IntegerFormat, granularity: Granularity = .channel, scheme: QuantizationScheme = .symmetric)
  /// Weights and activations as integers; the activations' range is taken at run time, for each
  /// example alone.
  case dynamicInteger(weights: IntegerFormat, granularity: Granularity = .channel)
  /// Weights and activations as integers; the activations' range is known from calibration.
  case staticInteger(weights: IntegerFormat, granularity: Granularity = .channel)

  /// 32-bit floats: nothing is quantized.
  public static let fp32 = LayerFormat.float(.fp32)
  /// Weights in FP16.
  public static let fp16 = LayerFormat.float(.fp16)
  /// Weights in BF16.
  public static let bf16 = LayerFormat.float(.bf16)
  /// INT8 weights per channel, UINT8 activations with calibrated ranges.
  public static let int8 = LayerFormat.staticInteger(weights: .int8)
  /// INT8 weights per channel, UINT8 activations with ranges taken at run time.
  public static let dynamicInt8 = LayerFormat.dynamicInteger(weights: .int8)
  /// INT8 weights per channel, FP32 activations.
  public static let weightOnlyInt8 = LayerFormat.weightOnly(.int8)
  /// INT4 weights by groups of 32, FP32 activations: 4.5 bits a weight.
  public static let weightOnlyInt4 = LayerFormat.weightOnly(.int4, granularity: .group(size: 32))

  /// Whether ranges of activations must be known before.
  public var needsCalibration: Bool {
    if case .staticInteger = self { true } else { false }
  }
}

extension LayerFormat: CustomStringConvertible {
  /// "static INT8 per channel", "weights INT4 per group of 32", "FP16".
  public var description: String {
    switch self {
    case .float(let format): "\(format)".uppercased()
    case .weightOnly(let format, let granularity, let scheme):
      "weights \(format) \(granularity)" + (scheme == .affine ? ", affine" : "")
    case .dynamicInteger(let format, let granularity): "dynamic \(format) \(granularity)"
    case .staticInteger(let format, let granularity): "static \(format) \(granularity)"
    }
  }
}
