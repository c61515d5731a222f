/// How a network is to be quantized after its training.
public struct QuantizationConfiguration: Sendable {
  /// The format of each layer with weights.
  public var format: LayerFormat
  /// Other formats, by the place of the dense layer or convolution in the network ("0", "4.body.1")
  /// or by its name in the quantized model.
  public var overrides: [String: LayerFormat]
  /// How the range of an activation is found.
  public var observer: RangeObserverKind
  /// Whether scales of weights are those of the least squared error, which may cut off the largest
  /// weights, instead of those that reach as far as the weights.
  public var clipsWeights: Bool
  /// How many of the calibration images are looked at, the first ones; all where there are fewer.
  public var calibrationCount: Int
  /// Whether the shift in each output's mean that rounding the weights causes is taken back.
  public var correctsBias: Bool

  /// Creates a configuration.
  public init(
    format: LayerFormat = .int8, overrides: [String: LayerFormat] = [:],
    observer: RangeObserverKind = .minMax, clipsWeights: Bool = false,
    calibrationCount: Int = 512, correctsBias: Bool = false
  ) {
    self.format = format
    self.overrides = overrides
    self.observer = observer
    self.clipsWeights = clipsWeights
    self.calibrationCount = calibrationCount
    self.correctsBias = correctsBias
  }
}
