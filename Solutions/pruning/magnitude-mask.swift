/// Chooses the weights that stay when the smallest magnitudes go.
///
/// Exactly `round(sparsity · count)` weights go, halves rounded up; of equal magnitudes the first.
///
/// - Parameters:
///   - weights: the weights of one layer.
///   - sparsity: the share that goes, from 0 to below 1.
/// - Returns: for each weight whether it is kept.
func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  let removed = Int((sparsity * Double(weights.count)).rounded())
  let ranking = weights.indices.sorted { left, right in
    (abs(weights[left]), left) < (abs(weights[right]), right)
  }
  var kept = [Bool](repeating: true, count: weights.count)
  for place in ranking.prefix(removed) { kept[place] = false }
  return kept
}
