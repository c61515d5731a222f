/// Masks that take the same share of each layer: its own smallest magnitudes.
///
/// Of n weights `round(sparsity · n)` go.
///
/// - Returns: for each layer, for each of its weights, whether it is kept.
func localMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  layers.map { weights in
    let ranking = weights.indices.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
    var kept = [Bool](repeating: true, count: weights.count)
    for place in ranking.prefix(removedCount(of: weights.count, sparsity)) { kept[place] = false }
    return kept
  }
}

/// Masks that take the smallest magnitudes of all layers in one ranking.
///
/// Of n weights in all `round(sparsity · n)` go, of equal ones the first. The largest weight of each
/// layer stays in any case (the first of several that are largest); the next in the ranking goes in
/// its place.
///
/// - Returns: for each layer, for each of its weights, whether it is kept.
func globalMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  var ranking: [(magnitude: Float, layer: Int, place: Int)] = []
  for (layer, weights) in layers.enumerated() {
    let largest = weights.indices.max { abs(weights[$0]) < abs(weights[$1]) }
    for place in weights.indices where place != largest {
      ranking.append((abs(weights[place]), layer, place))
    }
  }
  let count = layers.reduce(0) { sum, weights in sum + weights.count }
  var kept = layers.map { weights in [Bool](repeating: true, count: weights.count) }
  for next in ranking.sorted(by: <).prefix(removedCount(of: count, sparsity)) {
    kept[next.layer][next.place] = false
  }
  return kept
}

private func removedCount(of count: Int, _ sparsity: Double) -> Int {
  Int((sparsity * Double(count)).rounded())
}
