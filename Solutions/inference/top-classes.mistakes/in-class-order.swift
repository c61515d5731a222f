func topClasses(_ scores: [Float], count: Int) -> [Int] {
  let ranking = scores.indices.sorted { left, right in
    scores[left] == scores[right] ? left < right : scores[left] > scores[right]
  }
  return ranking.prefix(count).sorted()
}
