import ModelOptimization

/// The smallest rank whose singular values hold a share of the energy, the sum of all squares.
///
/// - Parameters:
///   - values: the singular values, the largest first; not all of them 0.
///   - share: above 0, at most 1.
func rank(of values: [Double], keeping share: Double) -> Int {
  // TODO: add up squares until the share is reached.
  return values.count
}

/// How far the matrix of that rank is from the whole one, as a share of the whole one's norm.
func relativeError(of values: [Double], rank: Int) -> Double {
  // TODO: the error is what was dropped.
  return 0
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
  // TODO: go through the dense layers; `SingularValueDecomposition` has their values.
  return []
}
