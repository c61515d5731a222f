// Says what is wanted instead of how to walk there. It reads the examples once for each pair of
// classes: fine for ten classes, not for ten thousand.
struct Mixup: Equatable {
  var label: Int
  var prediction: Int
}

func confusionCounts(predictions: [Int], labels: [Int], classes: Int) -> [[Int]] {
  let pairs = Array(zip(labels, predictions))
  return (0..<classes).map { label in
    (0..<classes).map { prediction in pairs.filter { $0 == (label, prediction) }.count }
  }
}

func recall(of label: Int, in counts: [[Int]]) -> Double? {
  let share = Double(counts[label][label]) / Double(counts[label].reduce(0, +))
  return share.isNaN ? nil : share
}

func mostFrequentMixup(in counts: [[Int]]) -> Mixup? {
  let mixups = counts.indices.flatMap { label in
    counts.indices.filter { $0 != label && counts[label][$0] > 0 }
      .map { Mixup(label: label, prediction: $0) }
  }
  let most = mixups.map { counts[$0.label][$0.prediction] }.max()
  return mixups.first { counts[$0.label][$0.prediction] == most }
}
