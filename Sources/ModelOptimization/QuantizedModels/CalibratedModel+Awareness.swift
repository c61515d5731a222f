extension CalibratedModel {
  /// Takes a network that was trained for it: its weights, and the ranges that its activations have
  /// learned.
  ///
  /// Quantized to the format that it was trained for, it computes with the integers that the
  /// training computed with:
  ///
  /// ```swift
  /// let calibrated = try CalibratedModel(result.model, inputShape: [28, 28, 1])
  /// let quantized = try calibrated.quantized(QuantizationConfiguration(format: .int8))
  /// ```
  ///
  /// - Parameters:
  ///   - model: trained with rounded weights, and with rounded activations where static ranges are
  ///     wanted.
  ///   - inputShape: the shape of one example, without the batch.
  /// - Throws: `QuantizedModelError`, `GraphError`.
  public init(_ model: QuantizationAwareModel, inputShape: [Int]) throws {
    try self.init(
      model.network, inputShape: inputShape, activations: model.activations)
  }
}
