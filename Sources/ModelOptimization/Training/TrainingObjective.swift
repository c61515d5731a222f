/// What a network is trained towards: a loss of its output, and how it changes with the output.
///
/// The cross-entropy with the labels is the usual one. Another one lets a network learn from
/// something else as well, such as the answers of a larger network.
public protocol TrainingObjective: Sendable {
  /// The objective and all its settings in words. A checkpoint keeps them, and a run is resumed
  /// with the same words only.
  var name: String { get }

  /// The loss of a batch, and its gradient.
  ///
  /// - Parameters:
  ///   - output: what the network gave in training mode, its first axis the batch.
  ///   - images: what it was given, changed at random where the training does so, `[batch]` and
  ///     then the shape of one image as the network takes it.
  ///   - labels: the class of each image.
  /// - Returns: the mean over the batch, and ∂value/∂output, of the shape of `output`.
  func loss(output: Tensor, images: Tensor, labels: [Int]) -> (value: Float, gradient: Tensor)

  /// The scores of the classes within an output, `[batch, classes]`: what is counted right or
  /// wrong while the network learns.
  func logits(of output: Tensor) -> Tensor
}

extension TrainingObjective {
  /// The output as it is.
  public func logits(of output: Tensor) -> Tensor { output }
}

/// The mean cross-entropy of the output with the labels.
public struct CrossEntropyObjective: TrainingObjective, Equatable {
  /// Creates the objective; there is nothing to set.
  public init() {}

  /// "cross-entropy".
  public var name: String { "cross-entropy" }

  /// The loss of a batch in nats, and its gradient.
  ///
  /// - Parameters:
  ///   - output: shape `[batch, classes]`.
  ///   - images: not looked at.
  ///   - labels: the class of each image.
  public func loss(
    output: Tensor, images: Tensor, labels: [Int]
  ) -> (value: Float, gradient: Tensor) {
    (
      crossEntropy(logits: output, labels: labels),
      .crossEntropyGradient(logits: output, labels: labels)
    )
  }
}
