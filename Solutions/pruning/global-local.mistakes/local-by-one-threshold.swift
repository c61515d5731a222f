func localMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  let all = layers.flatMap { $0 }.map { abs($0) }.sorted()
  let limit = all[removedCount(of: all.count, sparsity)]
  return layers.map { weights in weights.map { abs($0) >= limit } }
}

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
