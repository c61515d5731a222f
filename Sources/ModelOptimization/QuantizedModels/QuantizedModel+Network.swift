extension QuantizedModel {
  /// Quantizes a trained network.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - configuration: the format of each layer, and how it is found.
  ///   - images: from the training set, `[count]` and the input shape: the ranges of activations are
  ///     taken from them; nil where no format asks for any.
  /// - Throws: `QuantizedModelError`.
  public init(
    _ model: some Layer, inputShape: [Int],
    configuration: QuantizationConfiguration = QuantizationConfiguration(),
    calibration images: Tensor? = nil
  ) throws {
    let calibrated = try CalibratedModel(
      model, inputShape: inputShape, calibration: images, observer: configuration.observer,
      count: configuration.calibrationCount)
    self = try calibrated.quantized(configuration)
  }
}
