/// Masks that take the same share of each layer: its own smallest magnitudes.
///
/// Of n weights `round(sparsity · n)` go.
///
/// - Returns: for each layer, for each of its weights, whether it is kept.
func localMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  // TODO: rank each layer by itself.
  return layers.map { layer in layer.map { _ in true } }
}

/// Masks that take the smallest magnitudes of all layers in one ranking.
///
/// Of n weights in all `round(sparsity · n)` go, of equal ones the first. The largest weight of each
/// layer stays in any case (the first of several that are largest); the next in the ranking goes in
/// its place.
///
/// - Returns: for each layer, for each of its weights, whether it is kept.
func globalMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  // TODO: one ranking of all weights but those that must stay.
  return layers.map { layer in layer.map { _ in true } }
}
