/// The mean cross-entropy between a batch of scores and the right classes, in nats.
///
///     loss = -1/batch · Σ over rows of logSoftmax(logits)[row, labels[row]]
///
/// Zero is perfect; ln(classes) is what guessing earns, 2.303 for ten classes.
///
/// - Parameters:
///   - logits: shape `[batch, classes]`, before any softmax; at least one row.
///   - labels: for each row, its class in `0..<classes`.
public func crossEntropy(logits: Tensor, labels: [Int]) -> Float {
  requireLabels(labels, fit: logits)
  let logProbabilities = logSoftmax(logits)
  var sum: Float = 0
  for (row, label) in labels.enumerated() {
    sum -= logProbabilities[row, label]
  }
  return sum / Float(labels.count)
}

extension Tensor {
  /// How the mean cross-entropy changes with the logits.
  ///
  ///     ∂loss/∂logits[row, c] = (softmax(logits)[row, c] - (1 if c == labels[row])) / batch
  ///
  /// - Parameters:
  ///   - logits: shape `[batch, classes]`.
  ///   - labels: for each row, its class.
  /// - Returns: the shape of `logits`.
  public static func crossEntropyGradient(logits: Tensor, labels: [Int]) -> Tensor {
    requireLabels(labels, fit: logits)
    var gradient = softmax(logits)
    for (row, label) in labels.enumerated() { gradient[row, label] -= 1 }
    let batch = Float(labels.count)
    for index in gradient.storage.indices { gradient.storage[index] /= batch }
    return gradient
  }
}

func requireLabels(_ labels: [Int], fit logits: Tensor) {
  require(
    logits.shape.count == 2 && logits.rowCount == labels.count && !labels.isEmpty,
    "Cross-entropy takes logits of shape [batch, classes] and one label for each row; "
      + "it was given \(logits.shape) and \(labels.count) labels.")
  for label in labels {
    require(
      0 <= label && label < logits.shape[1],
      "The label \(label) is not among the \(logits.shape[1]) classes of the logits.")
  }
}
