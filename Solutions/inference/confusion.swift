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
  var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  for (label, prediction) in zip(labels, predictions) {
    counts[label][prediction] += 1
  }
  return counts
}

/// Of the examples that really are in a class, the share that was found, from 0 to 1.
///
/// - Parameters:
///   - label: the class.
///   - counts: `counts[label][prediction]`.
/// - Returns: nil where no example is in the class: there is nothing to take a share of.
func recall(of label: Int, in counts: [[Int]]) -> Double? {
  let examples = counts[label].reduce(0, +)
  return examples == 0 ? nil : Double(counts[label][label]) / Double(examples)
}

/// The wrong answer that was given most often.
///
/// - Parameter counts: `counts[label][prediction]`.
/// - Returns: among equally frequent ones the first, row by row; nil where no answer was wrong.
func mostFrequentMixup(in counts: [[Int]]) -> Mixup? {
  var most = 0
  var mixup: Mixup?
  for label in counts.indices {
    for prediction in counts.indices where prediction != label {
      if counts[label][prediction] > most {
        most = counts[label][prediction]
        mixup = Mixup(label: label, prediction: prediction)
      }
    }
  }
  return mixup
}
