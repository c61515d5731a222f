extension ModelFile {
  /// The layers, where they can be trained.
  ///
  /// - Throws: `OptimizationError.alreadyQuantized`.
  func floatingPointNetwork() throws -> Sequential {
    guard case .network(let network) = model else { throw OptimizationError.alreadyQuantized }
    return network
  }

  /// What speed and size the model will have once it is quantized to 8 bits, as far as its figures
  /// say so far; the better of both.
  ///
  /// Neither depends on the values of the weights or on the ranges of activations, so that noise
  /// calibrates as well as images do.
  func outlook(_ figures: ModelFigures) throws -> ModelFigures {
    var generator = SplitMix64(seed: 1)
    let pixels = (0..<inputShape.reduce(4, *)).map { _ in generator.nextUnit() }
    let quantized = try QuantizedModel(
      floatingPointNetwork(), inputShape: inputShape,
      calibration: Tensor(pixels, shape: [4] + inputShape))
    return ModelFigures(
      accuracy: figures.accuracy,
      bytes: min(figures.bytes, try ModelFile(quantized, metadata: metadata).bytes().count),
      microseconds: min(
        figures.microseconds, ModelFigures.microseconds(of: PreparedModel(quantized))))
  }
}
