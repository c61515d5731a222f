func buckets(lengths: [Int], batch: Int) -> [[Int]] {
  let ranking = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  return stride(from: 0, to: ranking.count, by: batch).map { first in
    Array(ranking[first..<min(first + batch, ranking.count)])
  }
}

func paddedCount(lengths: [Int], batches: [[Int]]) -> Int {
  batches.reduce(0) { sum, batch in
    sum + batch.count * (batch.last.map { lengths[$0] } ?? 0)
  }
}

func restored(_ answers: [[Int]], batches: [[Int]]) -> [Int] {
  var inOrder = [Int](repeating: 0, count: batches.joined().count)
  for (place, answer) in zip(batches.joined(), answers.joined()) {
    inOrder[place] = answer
  }
  return inOrder
}
