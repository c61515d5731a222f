// Cuts the ranking from the front; sorts the answers by the places they belong to.
func buckets(lengths: [Int], batch: Int) -> [[Int]] {
  var rest = lengths.enumerated().sorted {
    $0.element == $1.element ? $0.offset < $1.offset : $0.element < $1.element
  }[...]
  var batches: [[Int]] = []
  while !rest.isEmpty {
    batches.append(rest.prefix(batch).map(\.offset))
    rest = rest.dropFirst(batch)
  }
  return batches
}

func paddedCount(lengths: [Int], batches: [[Int]]) -> Int {
  var count = 0
  for batch in batches {
    var longest = 0
    for place in batch { longest = max(longest, lengths[place]) }
    count += longest * batch.count
  }
  return count
}

func restored(_ answers: [[Int]], batches: [[Int]]) -> [Int] {
  zip(batches.joined(), answers.joined()).sorted { $0.0 < $1.0 }.map(\.1)
}
