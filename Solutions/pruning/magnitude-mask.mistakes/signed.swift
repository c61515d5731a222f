func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let removed = Int((sparsity * Double(weights.count)).rounded())
  let ranking = weights.indices.sorted { left, right in
    (weights[left], left) < (weights[right], right)
  }
  var kept = [Bool](repeating: true, count: weights.count)
  for place in ranking.prefix(removed) { kept[place] = false }
  return kept
}
