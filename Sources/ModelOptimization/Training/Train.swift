/// How one pass over the training images went.
public struct EpochReport: Equatable, Sendable {
  /// The number of the pass, from 1.
  public let epoch: Int
  /// The mean cross-entropy over the pass in nats, while the network was changing.
  public let trainingLoss: Float
  /// The mean cross-entropy of the validation images after the pass, in nats.
  public let validationLoss: Float
  /// The share of validation images that were right after the pass, from 0 to 1.
  public let validationAccuracy: Double
}

/// What a training run gives.
public struct TrainingResult: Equatable, Sendable {
  /// The network as it was after its best epoch.
  public let model: MultilayerPerceptron
  /// The epoch with the highest validation accuracy; the first of several.
  public let best: EpochReport
  /// All epochs in their order.
  public let epochs: [EpochReport]
}

/// Trains a network and keeps its best state.
///
/// After each epoch the validation images are classified; the state with the highest accuracy is
/// the one returned. The same arguments give the same weights, bit for bit, on the same machine
/// and with the same build.
///
/// - Parameters:
///   - model: the network to begin with.
///   - training: what it learns from; at least one image.
///   - validation: what its states are compared by; at least one image. Never the test set.
///   - epochs: the passes over the training images; at least 1.
///   - batchSize: the images between two steps of the optimizer.
///   - optimizer: how the parameters move, with the learning rate to begin with.
///   - schedule: how the learning rate changes from step to step.
///   - seed: sets the order of the images.
///   - progress: called after each epoch.
public func train(
  _ model: MultilayerPerceptron, on training: FashionMNIST, validation: FashionMNIST,
  epochs: Int, batchSize: Int, optimizer: some Optimizer,
  schedule: LearningRateSchedule = .constant, seed: UInt64,
  progress: (EpochReport) -> Void = { _ in }
) -> TrainingResult {
  require(
    epochs >= 1 && training.count >= 1 && validation.count >= 1,
    "Training takes at least 1 epoch, 1 training image and 1 validation image; "
      + "it was given \(epochs), \(training.count) and \(validation.count).")
  var model = model
  var optimizer = optimizer
  let fullLearningRate = optimizer.learningRate
  let imageCount = Float(epochs * training.count)
  var imagesDone = 0
  var generator = SplitMix64(seed: seed)
  var reports: [EpochReport] = []
  var best: (model: MultilayerPerceptron, report: EpochReport)?

  for epoch in 1...epochs {
    var lossSum: Float = 0
    for batch in Batches(of: training, size: batchSize, using: &generator) {
      let factor = schedule.factor(at: Float(imagesDone) / imageCount)
      optimizer.learningRate = fullLearningRate * factor
      let (loss, gradients) = model.lossAndGradients(images: batch.images, labels: batch.labels)
      model.update(with: &optimizer, gradients: gradients)
      lossSum += loss * Float(batch.count)
      imagesDone += batch.count
    }
    let logits = model(validation.images)
    let report = EpochReport(
      epoch: epoch, trainingLoss: lossSum / Float(training.count),
      validationLoss: crossEntropy(logits: logits, labels: validation.labels),
      validationAccuracy: accuracy(of: argmax(logits), labels: validation.labels))
    reports.append(report)
    if report.validationAccuracy > best?.report.validationAccuracy ?? -1 {
      best = (model, report)
    }
    progress(report)
  }
  guard let best else { preconditionFailure("There is at least one epoch, and so a best one.") }
  return TrainingResult(model: best.model, best: best.report, epochs: reports)
}

extension MultilayerPerceptron {
  /// Lets an optimizer move all parameters by one step.
  ///
  /// - Parameters:
  ///   - optimizer: the same one at every step.
  ///   - gradients: one for each layer, in their order.
  public mutating func update(
    with optimizer: inout some Optimizer, gradients: [Dense.Gradient]
  ) {
    require(
      gradients.count == layers.count,
      "A network of \(layers.count) layers was given \(gradients.count) gradients.")
    var parameters = layers.flatMap { [$0.weight, $0.bias] }
    optimizer.update(&parameters, gradients: gradients.flatMap { [$0.weight, $0.bias] })
    for index in layers.indices {
      layers[index].weight = parameters[2 * index]
      layers[index].bias = parameters[2 * index + 1]
    }
  }
}
