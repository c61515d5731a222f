func topClasses(_ scores: [Float], count: Int) -> [Int] {
  guard count <= scores.count else { return [] }
  let ranking = scores.indices.sorted { left, right in
    scores[left] == scores[right] ? left < right : scores[left] > scores[right]
  }
  return Array(ranking.prefix(count))
}
