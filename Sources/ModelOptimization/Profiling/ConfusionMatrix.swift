/// How often each class was taken for each other.
public struct ConfusionMatrix: Equatable, Sendable {
  /// The numbers of examples: `counts[actual][predicted]`. The diagonal holds the right ones.
  public let counts: [[Int]]

  /// Counts the predictions of a classifier.
  ///
  /// - Parameters:
  ///   - predictions: a class in `0..<classCount` for each example.
  ///   - labels: the right class in `0..<classCount` for each example, as many.
  ///   - classCount: the number of classes.
  public init(predictions: [Int], labels: [Int], classCount: Int) {
    require(
      predictions.count == labels.count,
      "A confusion matrix takes one prediction for each label; "
        + "it was given \(predictions.count) predictions and \(labels.count) labels.")
    let classes = 0..<classCount
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (predicted, actual) in zip(predictions, labels) {
      require(
        classes.contains(predicted) && classes.contains(actual),
        "Class \(classes.contains(actual) ? predicted : actual) is not among the "
          + "\(classCount) classes of the confusion matrix.")
      counts[actual][predicted] += 1
    }
    self.counts = counts
  }

  /// Of the examples that were predicted to be in a class, the share that really are.
  ///
  ///     precision = counts[c][c] / Σ over actual of counts[actual][c]
  ///
  /// - Returns: from 0 to 1, or nil when the class was never predicted: there is nothing to
  ///   take a share of.
  public func precision(of classIndex: Int) -> Double? {
    share(of: classIndex, among: predictedCount(of: classIndex))
  }

  /// Of the examples that really are in a class, the share that was found.
  ///
  ///     recall = counts[c][c] / Σ over predicted of counts[c][predicted]
  ///
  /// - Returns: from 0 to 1, or nil when no example is in the class.
  public func recall(of classIndex: Int) -> Double? {
    share(of: classIndex, among: actualCount(of: classIndex))
  }

  /// The share of all examples that were predicted right, or nil when there are none.
  public var accuracy: Double? {
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let total = counts.joined().reduce(0, +)
    return total == 0 ? nil : Double(right) / Double(total)
  }

  private func share(of classIndex: Int, among total: Int) -> Double? {
    total == 0 ? nil : Double(counts[classIndex][classIndex]) / Double(total)
  }
}
