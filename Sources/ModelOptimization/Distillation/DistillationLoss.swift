#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far a student is from what its teachers say and from the labels.
///
///     p    = softmax(teacher / T)         the softened targets
///     q    = softmax(student / T)
///     loss = α · T² · KL(p ‖ q) + (1 - α) · cross-entropy(student, labels)
///
/// A wrong class that the teacher finds nearly as likely as the right one says more than a label
/// does; a temperature above 1 makes such classes count. The slope of the first term shrinks with
/// 1/T², and T² makes up for it, so that α means the same at every temperature.
///
/// Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015,
/// arXiv:1503.02531, section 2.
public struct DistillationLoss: Equatable, Sendable {
  /// T, by which all scores are divided; above 0.
  public let temperature: Float
  /// α, the share of the teachers' answers; the rest is the labels'.
  public let alpha: Float

  /// Creates the loss.
  ///
  /// - Parameters:
  ///   - temperature: above 0.
  ///   - alpha: from 0 to 1.
  /// - Throws: `DistillationError`.
  public init(temperature: Float = 4, alpha: Float = 0.9) throws(DistillationError) {
    guard temperature > 0, temperature.isFinite else { throw .temperature(temperature) }
    guard (0...1).contains(alpha) else { throw .alpha(alpha) }
    self.temperature = temperature
    self.alpha = alpha
  }

  /// The softened targets: the probabilities that teachers give at this temperature, and their
  /// mean where there are several. (The mean of their *scores* would be another thing: one sure
  /// teacher would outvote the others.)
  ///
  /// - Parameters:
  ///   - logits: those of each teacher, all of shape `[batch, classes]`.
  ///   - weights: how much each of them counts, above 0; nil for all the same.
  /// - Returns: shape `[batch, classes]`; each row adds up to 1.
  public func softTargets(of logits: [Tensor], weights: [Float]? = nil) -> Tensor {
    let weights = weights ?? [Float](repeating: 1, count: logits.count)
    require(
      !logits.isEmpty && weights.count == logits.count
        && logits.allSatisfy { $0.shape == logits[0].shape },
      "Targets are made of the scores of at least 1 teacher, all of one shape, with a weight for "
        + "each; there were \(logits.map(\.shape)) and \(weights.count) weights.")
    let total = weights.reduce(0, +)
    var mean = Tensor(zeros: logits[0].shape)
    var sums = mean.storage.mutableSpan
    for (logits, weight) in zip(logits, weights) {
      let softened = softmax(cooled(logits))
      let probability = softened.storage.span
      for index in sums.indices { sums[index] += weight / total * probability[index] }
    }
    return mean
  }

  /// The loss of a batch, and its gradient.
  ///
  ///     ∂loss/∂student = (α · T · (q - p) + (1 - α) · (softmax(student) - label)) / batch
  ///
  /// - Parameters:
  ///   - student: the student's scores, shape `[batch, classes]`.
  ///   - targets: what `softTargets` gave, of the same shape.
  ///   - labels: the class of each image.
  /// - Returns: the mean over the batch in nats, and ∂value/∂student, shape `[batch, classes]`.
  public func callAsFunction(
    student: Tensor, targets: Tensor, labels: [Int]
  ) -> (value: Float, gradient: Tensor) {
    require(
      student.shape == targets.shape,
      "The student's scores and the targets are of one shape; they were \(student.shape) and "
        + "\(targets.shape).")
    var gradient = Tensor.crossEntropyGradient(logits: student, labels: labels)
    let divergence = add(slopeTo: &gradient, logProbabilities: logSoftmax(cooled(student)), targets)
    let value =
      alpha * temperature * temperature * divergence
      + (1 - alpha) * crossEntropy(logits: student, labels: labels)
    return (value, gradient)
  }

  /// Mixes the slope of the softened term into that of the labels.
  ///
  /// - Returns: KL(p ‖ q), the mean over the batch.
  private func add(
    slopeTo gradient: inout Tensor, logProbabilities: Tensor, _ targets: Tensor
  ) -> Float {
    let (logs, probabilities) = (logProbabilities.storage.span, targets.storage.span)
    let batch = Float(targets.rowCount)
    var slopes = gradient.storage.mutableSpan
    var sum: Float = 0
    for index in slopes.indices {
      let (target, log) = (probabilities[index], logs[index])
      // What the teacher rules out adds nothing: x · log x goes to zero with x.
      if target > 0 { sum += target * (logarithm(target) - log) }
      slopes[index] =
        (1 - alpha) * slopes[index] + alpha * temperature * (exp(log) - target) / batch
    }
    return sum / batch
  }

  private func cooled(_ logits: Tensor) -> Tensor {
    var result = logits
    var scores = result.storage.mutableSpan
    for index in scores.indices { scores[index] /= temperature }
    return result
  }
}

/// The natural logarithm, where `log` is the name of something else.
private func logarithm(_ x: Float) -> Float { log(x) }
