extension ConvolutionalArchitecture {
  /// The validation accuracy of the architecture after a short training from random weights: what a
  /// search of architectures compares.
  ///
  /// - Parameters:
  ///   - epochs: the passes over the training images; the learning rate falls to zero in them.
  ///   - training: what it learns from; images of `side` by `side` pixels.
  ///   - validation: what it is judged by. Never the test set.
  ///   - seed: sets the weights and the order of the images.
  ///   - monitor: who follows the run.
  /// - Returns: the best epoch's share, from 0 to 1; 0 where the training failed, for a network that
  ///   cannot be trained is not one to choose.
  /// - Throws: `TrainingError.interrupted`.
  public func validationAccuracy(
    after epochs: Int, on training: FashionMNIST, validation: FashionMNIST, seed: UInt64 = 1,
    monitor: TrainingMonitor = TrainingMonitor()
  ) throws -> Double {
    do {
      return try train(
        network(seed: seed), on: training, validation: validation, inputShape: inputShape,
        optimizer: AdamW(learningRate: 0.005, weightDecay: 0.02),
        settings: TrainingSettings(
          epochs: epochs, seed: seed, schedule: .warmUp(share: 0.05, then: .cosine)),
        monitor: monitor
      ).best.validationAccuracy
    } catch TrainingError.lossNotFinite, TrainingError.gradientNotFinite {
      return 0
    }
  }
}
