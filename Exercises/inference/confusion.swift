/// Images of one class that were taken for another.
struct Mixup: Equatable {
  /// The class that was right.
  var label: Int
  /// The class that was answered.
  var prediction: Int
}

/// Counts how often each class was taken for each class.
///
/// - Parameters:
///   - predictions: the answered class of each example, in `0..<classes`.
///   - labels: the right class of each example, in `0..<classes`, as many.
///   - classes: the number of classes.
/// - Returns: `counts[label][prediction]`, shape `[classes, classes]`.
func confusionCounts(predictions: [Int], labels: [Int], classes: Int) -> [[Int]] {
  // TODO: start with a table of zeros and count.
  return []
}

/// Of the examples that really are in a class, the share that was found, from 0 to 1.
///
/// - Parameters:
///   - label: the class.
///   - counts: `counts[label][prediction]`.
/// - Returns: nil where no example is in the class: there is nothing to take a share of.
func recall(of label: Int, in counts: [[Int]]) -> Double? {
  // TODO: right answers of the class, divided by all its examples.
  return nil
}

/// The wrong answer that was given most often.
///
/// - Parameter counts: `counts[label][prediction]`.
/// - Returns: among equally frequent ones the first, row by row; nil where no answer was wrong.
func mostFrequentMixup(in counts: [[Int]]) -> Mixup? {
  // TODO: look everywhere but on the diagonal.
  return nil
}
