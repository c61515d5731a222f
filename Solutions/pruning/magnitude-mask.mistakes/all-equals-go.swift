func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let removed = Int((sparsity * Double(weights.count)).rounded())
  guard removed > 0 else { return weights.map { _ in true } }
  let limit = weights.map { abs($0) }.sorted()[removed - 1]
  return weights.map { abs($0) > limit }
}
