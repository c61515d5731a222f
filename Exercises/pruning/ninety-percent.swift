import ModelOptimization

/// Prunes a network until a tenth of its weights is left, and trains it on.
///
/// Biases stay. Two calls with the same arguments give the same network.
///
/// - Parameters:
///   - dense: a trained network that takes rows of 784 pixels.
///   - training: the images that it has learned from.
///   - validation: what its states are compared by.
/// - Returns: the network with its zeros in place.
func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  // TODO: the right sparsity, and next to no accuracy. Take the time to train what is left.
  let mask = try PruningMask(magnitudesOf: dense, sparsity: 0.9)
  return mask.applied(to: dense)
}

/// What pruning has won, and what it has cost.
struct PruningFigures: Equatable {
  /// The share of zeros among the weights.
  var sparsity: Double
  /// How many points of a hundred the accuracy has fallen.
  var pointsLost: Double
  /// How many times smaller the file is.
  var timesSmaller: Double
}

/// Compares a network with what pruning has made of it.
///
/// - Parameters:
///   - before: the dense network.
///   - after: the pruned one.
///   - images: what both are asked.
func figures(
  before: Sequential, after: Sequential, on images: FashionMNIST
) throws -> PruningFigures {
  // TODO: three numbers; each of the library's types that you need stands in a step before.
  return PruningFigures(sparsity: 0, pointsLost: 0, timesSmaller: 1)
}
