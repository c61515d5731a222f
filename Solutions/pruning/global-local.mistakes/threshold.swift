func localMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  layers.map { weights in
    let ranking = weights.indices.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }
    var kept = [Bool](repeating: true, count: weights.count)
    for place in ranking.prefix(removedCount(of: weights.count, sparsity)) { kept[place] = false }
    return kept
  }
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
  let limit = ranking.sorted(by: <)[removedCount(of: count, sparsity) - 1].magnitude
  for next in ranking where next.magnitude <= limit { kept[next.layer][next.place] = false }
  return kept
}

private func removedCount(of count: Int, _ sparsity: Double) -> Int {
  Int((sparsity * Double(count)).rounded())
}
