/// Puts sequences of similar length into the same batch.
///
/// - Parameters:
///   - lengths: the length of each sequence.
///   - batch: the most sequences of a batch, at least 1; the last batch may have fewer.
/// - Returns: for each batch the places of its sequences in `lengths`, the shortest sequence
///   first; of equally long ones the one that came first.
func buckets(lengths: [Int], batch: Int) -> [[Int]] {
  // TODO: these batches hold what happened to come together. Sort by length first.
  return stride(from: 0, to: lengths.count, by: batch).map { first in
    Array(first..<min(first + batch, lengths.count))
  }
}

/// How many numbers the model works through when each batch is padded to its own longest.
///
/// - Parameters:
///   - lengths: the length of each sequence.
///   - batches: for each batch the places of its sequences.
func paddedCount(lengths: [Int], batches: [[Int]]) -> Int {
  // TODO: every row of a batch is as long as the batch's longest.
  return 0
}

/// Puts answers back into the order of the questions.
///
/// - Parameters:
///   - answers: for each batch an answer for each of its sequences, in the order of `batches`.
///   - batches: for each batch the places of its sequences; each place once.
/// - Returns: the answers in the order of the places.
func restored(_ answers: [[Int]], batches: [[Int]]) -> [Int] {
  // TODO: put each answer at the place of its question.
  return Array(answers.joined())
}
