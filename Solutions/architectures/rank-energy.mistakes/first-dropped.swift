import ModelOptimization

func rank(of values: [Double], keeping share: Double) -> Int {
  let total = values.reduce(0) { $0 + $1 * $1 }
  var kept = 0.0
  for (index, value) in values.enumerated() {
    kept += value * value
    if kept >= share * total { return index + 1 }
  }
  return values.count
}

func relativeError(of values: [Double], rank: Int) -> Double {
  let dropped = values.dropFirst(rank).prefix(1).reduce(0) { $0 + $1 * $1 }
  let total = values.reduce(0) { $0 + $1 * $1 }
  return (dropped / total).squareRoot()
}

struct Choice: Equatable {
  var rank: Int?
  var parameters: Int
}

func choices(for network: Sequential, keeping share: Double) -> [Choice] {
  let dense = network.layers.compactMap { $0 as? Dense }
  return dense.dropLast().map { layer in
    let values = SingularValueDecomposition(layer.weight).values
    let rank = rank(of: values, keeping: share)
    let weights = rank * (layer.inputs + layer.outputs)
    if weights >= layer.inputs * layer.outputs {
      return Choice(rank: nil, parameters: layer.parameterCount)
    }
    return Choice(rank: rank, parameters: weights + layer.outputs)
  }
}
