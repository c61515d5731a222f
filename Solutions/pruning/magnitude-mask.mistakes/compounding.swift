func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let left = weights.indices.filter { weights[$0] != 0 }
  let removed = Int((sparsity * Double(left.count)).rounded())
  let ranking = left.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
  var kept = weights.map { $0 != 0 || sparsity == 0 }
  for place in ranking.prefix(removed) { kept[place] = false }
  return kept
}
