// Finds the magnitude at which the cut lies; of those that equal it, only so many go as are needed.
func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let removed = Int((Double(weights.count) * sparsity).rounded(.toNearestOrAwayFromZero))
  guard removed > 0 else { return Array(repeating: true, count: weights.count) }
  let limit = weights.map(abs).sorted()[removed - 1]
  var equals = removed - weights.count { abs($0) < limit }
  return weights.map { weight in
    if abs(weight) == limit && equals > 0 {
      equals -= 1
      return false
    }
    return abs(weight) >= limit
  }
}
