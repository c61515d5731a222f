func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let removed = Int((sparsity * Double(weights.count)).rounded())
  let ranking = weights.indices.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
  var kept = weights.map { $0 != 0 }
  for place in ranking.prefix(removed) { kept[place] = false }
  return kept
}
