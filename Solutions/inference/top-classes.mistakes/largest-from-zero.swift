func topClasses(_ scores: [Float], count: Int) -> [Int] {
  var left = Set(scores.indices)
  var best: [Int] = []
  while best.count < min(count, scores.count) {
    var winner = 0
    var largest: Float = 0
    for candidate in left.sorted() where scores[candidate] > largest {
      winner = candidate
      largest = scores[candidate]
    }
    best.append(winner)
    left.remove(winner)
  }
  return best
}
