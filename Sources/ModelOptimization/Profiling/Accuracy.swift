/// The share of predictions that are right, from 0 to 1.
///
/// - Parameters:
///   - predictions: a class for each example; at least one.
///   - labels: the right class for each example, as many.
public func accuracy(of predictions: [Int], labels: [Int]) -> Double {
  Double(correctCount(of: predictions, labels: labels)) / Double(labels.count)
}

func correctCount(of predictions: [Int], labels: [Int]) -> Int {
  require(
    predictions.count == labels.count && !labels.isEmpty,
    "Accuracy takes one prediction for each label, and at least one; "
      + "it was given \(predictions.count) predictions and \(labels.count) labels.")
  return zip(predictions, labels).count { $0 == $1 }
}
