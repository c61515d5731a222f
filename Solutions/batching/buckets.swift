/// Puts sequences of similar length into the same batch.
///
/// - Parameters:
///   - lengths: the length of each sequence.
///   - batch: the most sequences of a batch, at least 1; the last batch may have fewer.
/// - Returns: for each batch the places of its sequences in `lengths`, the shortest sequence
///   first; of equally long ones the one that came first.
func buckets(lengths: [Int], batch: Int) -> [[Int]] {
  let ranking = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  return stride(from: 0, to: ranking.count, by: batch).map { first in
    Array(ranking[first..<min(first + batch, ranking.count)])
  }
}

/// How many numbers the model works through when each batch is padded to its own longest.
///
/// - Parameters:
///   - lengths: the length of each sequence.
///   - batches: for each batch the places of its sequences.
func paddedCount(lengths: [Int], batches: [[Int]]) -> Int {
  batches.reduce(0) { sum, batch in
    sum + batch.count * (batch.map { lengths[$0] }.max() ?? 0)
  }
}

/// Puts answers back into the order of the questions.
///
/// - Parameters:
///   - answers: for each batch an answer for each of its sequences, in the order of `batches`.
///   - batches: for each batch the places of its sequences; each place once.
/// - Returns: the answers in the order of the places.
func restored(_ answers: [[Int]], batches: [[Int]]) -> [Int] {
  var inOrder = [Int](repeating: 0, count: batches.joined().count)
  for (place, answer) in zip(batches.joined(), answers.joined()) {
    inOrder[place] = answer
  }
  return inOrder
}
