// One flat list of places. A weight that must stay is given an infinite magnitude, so that it comes
// last; a layer by itself is a ranking of one layer without such a weight.
private func masks(
  of layers: [[Float]], sparsity: Double, protectingLargest: Bool
) -> [[Bool]] {
  var magnitudes = layers.map { $0.map(\.magnitude) }
  if protectingLargest {
    for layer in magnitudes.indices {
      if let largest = magnitudes[layer].max(),
        let place = magnitudes[layer].firstIndex(of: largest)
      {
        magnitudes[layer][place] = .infinity
      }
    }
  }
  let places = magnitudes.indices.flatMap { layer in
    magnitudes[layer].indices.map { place in (layer, place) }
  }
  let ranked = places.enumerated().sorted { left, right in
    let (a, b) = (left.element, right.element)
    return (magnitudes[a.0][a.1], left.offset) < (magnitudes[b.0][b.1], right.offset)
  }
  var kept = layers.map { $0.map { _ in true } }
  let removed = Int((Double(places.count) * sparsity).rounded())
  for (_, (layer, place)) in ranked.prefix(removed) where magnitudes[layer][place] < .infinity {
    kept[layer][place] = false
  }
  return kept
}

func localMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  layers.map { masks(of: [$0], sparsity: sparsity, protectingLargest: false)[0] }
}

func globalMasks(of layers: [[Float]], sparsity: Double) -> [[Bool]] {
  masks(of: layers, sparsity: sparsity, protectingLargest: true)
}
