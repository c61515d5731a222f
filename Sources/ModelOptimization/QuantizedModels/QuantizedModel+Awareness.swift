extension QuantizedModel {
  /// Stores a network as it was trained to be stored: with the integers that the last forward pass
  /// computed with, and the ranges of activations that training has learned.
  ///
  /// - Parameters:
  ///   - model: what the training gave.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - configuration: the formats that it was trained for; nil for static INT8 where it has ranges
  ///     of activations, and INT4 weights by groups of 32 otherwise.
  /// - Throws: `QuantizedModelError`.
  public init(
    _ model: QuantizationAwareModel, inputShape: [Int],
    configuration: QuantizationConfiguration? = nil
  ) throws {
    let calibrated = try CalibratedModel(model, inputShape: inputShape)
    let usual = calibrated.activations.isEmpty ? LayerFormat.weightOnlyInt4 : .int8
    self = try calibrated.quantized(configuration ?? QuantizationConfiguration(format: usual))
  }
}
