// Picks the best class that is left, again and again. For a few classes out of very many this is
// less work than sorting all of them.
func topClasses(_ scores: [Float], count: Int) -> [Int] {
  var left = Array(scores.indices)
  var best: [Int] = []
  while best.count < count, var winner = left.first {
    for candidate in left where scores[candidate] > scores[winner] {
      winner = candidate
    }
    best.append(winner)
    left.removeAll { candidate in candidate == winner }
  }
  return best
}
