extension CalibratedModel {
  /// Fuses a network whose ranges are known, such as those that a quantization-aware training has
  /// learned.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - activations: where the bytes of each activation lie, by the place of the layer that makes
  ///     it: "0" for what comes out of layer 0 and the ReLU behind it, "input" for what goes in.
  /// - Throws: `QuantizedModelError`.
  public init(
    _ model: some Layer, inputShape: [Int], activations: [String: QuantizationParameters]
  ) throws {
    let fused = try CalibratedModel(model, inputShape: inputShape)
    var known: [String: QuantizationParameters] = [:]
    known[fused.inputName] = activations["input"]
    for layer in fused.layers {
      let place = layer.name.prefix { $0 != " " && $0 != "-" }
      known[layer.name] = activations[String(place)]
    }
    self.init(fused, activations: known)
  }
}
