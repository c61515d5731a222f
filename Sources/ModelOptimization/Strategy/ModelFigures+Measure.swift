extension ModelFigures {
  /// Measures a model as it comes out of its file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - images: what the accuracy is measured on; for choices, the validation images.
  /// - Throws: `SafetensorsError`, `ModelFileError`.
  init(ofFile bytes: [UInt8], on images: FashionMNIST) throws {
    let prepared = try ModelFile(bytes: bytes).prepared
    self.init(
      accuracy: images.accuracy(of: prepared), bytes: bytes.count,
      microseconds: Self.microseconds(of: prepared))
  }

  /// The time of an answer to one image on one thread, in microseconds: the shortest median of
  /// several rounds, the one that other programs disturbed least.
  static func microseconds(of model: PreparedModel) -> Double {
    let session = InferenceSession(model, maximumBatch: 1, threads: 1)
    var generator = SplitMix64(seed: 1)
    let pixels = (0..<model.inputShape.reduce(1, *)).map { _ in generator.nextUnit() }
    let image = Tensor(pixels, shape: [1] + model.inputShape)
    let medians = (0..<7).map { _ in
      measureLatency(warmUp: 10, repetitions: 60) { _ = session(image) }.median
    }
    return (medians.min() ?? .zero) / .microseconds(1)
  }
}
