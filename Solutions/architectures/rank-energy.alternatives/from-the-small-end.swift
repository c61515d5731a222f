import ModelOptimization

// Sums from the small end: what may be dropped is found first.
private func squares(_ values: some Sequence<Double>) -> Double {
  values.map { $0 * $0 }.reduce(0, +)
}

func rank(of values: [Double], keeping share: Double) -> Int {
  let allowed = (1 - share) * squares(values) + 1e-12
  var rank = values.count
  while rank > 1, squares(values.suffix(from: rank - 1)) <= allowed { rank -= 1 }
  return rank
}

func relativeError(of values: [Double], rank: Int) -> Double {
  let whole = squares(values)
  return max(0, 1 - squares(values.prefix(rank)) / whole).squareRoot()
}

struct Choice: Equatable {
  var rank: Int?
  var parameters: Int
}

func choices(for network: Sequential, keeping share: Double) -> [Choice] {
  var result: [Choice] = []
  for case let layer as Dense in network.layers {
    let matrix = SingularValueDecomposition(layer.weight)
    let found = rank(of: matrix.values, keeping: share)
    let pair = found * matrix.rows + found * matrix.columns
    let isWorthIt = pair < layer.weight.count
    result.append(
      Choice(
        rank: isWorthIt ? found : nil,
        parameters: (isWorthIt ? pair : layer.weight.count) + layer.bias.count))
  }
  return Array(result.dropLast())
}
