/// Chooses the weights that stay when the smallest magnitudes go.
///
/// Exactly `round(sparsity · count)` weights go, halves rounded up; of equal magnitudes the first.
///
/// - Parameters:
///   - weights: the weights of one layer.
///   - sparsity: the share that goes, from 0 to below 1.
/// - Returns: for each weight whether it is kept.
func magnitudeMask(of weights: [Float], sparsity: Double) -> [Bool] {
  // TODO: rank the places by the magnitude of what lies there, then let the first of them go.
  return weights.map { _ in true }
}
