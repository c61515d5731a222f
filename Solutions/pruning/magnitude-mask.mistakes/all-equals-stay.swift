func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let removed = Int((sparsity * Double(weights.count)).rounded())
  let limit = weights.map { abs($0) }.sorted()[removed]
  return weights.map { abs($0) >= limit }
}
