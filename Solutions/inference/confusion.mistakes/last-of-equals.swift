struct Mixup: Equatable {
  var label: Int
  var prediction: Int
}

func confusionCounts(predictions: [Int], labels: [Int], classes: Int) -> [[Int]] {
  var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  for (label, prediction) in zip(labels, predictions) {
    counts[label][prediction] += 1
  }
  return counts
}

func recall(of label: Int, in counts: [[Int]]) -> Double? {
  let examples = counts[label].reduce(0, +)
  return examples == 0 ? nil : Double(counts[label][label]) / Double(examples)
}

func mostFrequentMixup(in counts: [[Int]]) -> Mixup? {
  var most = 0
  var mixup: Mixup?
  for label in counts.indices {
    for prediction in counts.indices where prediction != label {
      if counts[label][prediction] >= max(most, 1) {
        most = counts[label][prediction]
        mixup = Mixup(label: label, prediction: prediction)
      }
    }
  }
  return mixup
}
