import ModelOptimization

/// The smallest rank whose singular values hold a share of the energy, the sum of all squares.
///
/// - Parameters:
///   - values: the singular values, the largest first; not all of them 0.
///   - share: above 0, at most 1.
func rank(of values: [Double], keeping share: Double) -> Int {
  let total = values.reduce(0) { $0 + $1 * $1 }
  var kept = 0.0
  for (index, value) in values.enumerated() {
    kept += value * value
    if kept >= share * total { return index + 1 }
  }
  return values.count
}

/// How far the matrix of that rank is from the whole one, as a share of the whole one's norm.
func relativeError(of values: [Double], rank: Int) -> Double {
  let dropped = values.dropFirst(rank).reduce(0) { $0 + $1 * $1 }
  let total = values.reduce(0) { $0 + $1 * $1 }
  return (dropped / total).squareRoot()
}

/// What becomes of a dense layer of a network.
struct Choice: Equatable {
  /// The rank of its factors; nil where the layer stays as it is.
  var rank: Int?
  /// Its parameters afterwards, biases included.
  var parameters: Int
}

/// Chooses a rank for each dense layer of a network but the last one, whose outputs are the
/// classes. The first layer of a pair has no bias. A layer stays where its pair would have as
/// many weights as it has, or more.
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
