/// A parameter of a network, as a file holds it.
struct NamedWeights: Equatable {
  var name: String
  /// The lengths of its axes: one for a bias or the scale of a norm, two or more for weights.
  var shape: [Int]
  var values: [Float]
}

/// A layer would lose all of its weights.
struct DeadLayer: Error, Equatable {
  /// Its parameter.
  var name: String
}

/// Sets each weight to zero whose magnitude lies below a threshold.
///
/// What has one axis only stays as it is.
///
/// - Throws: `DeadLayer` with the first parameter of which nothing would be left.
func thresholdPruned(
  _ parameters: [NamedWeights], below threshold: Float
) throws -> [NamedWeights] {
  // TODO: this code is on its way round the world. Compare it with the lines above: three mistakes.
  parameters.map { parameter in
    var parameter = parameter
    parameter.values = parameter.values.map { value in value > threshold ? value : 0 }
    return parameter
  }
}

/// The threshold that takes a share of one layer: exactly `round(sparsity · count)` magnitudes lie
/// below it, when all are different. It is itself the smallest magnitude that stays.
func threshold(removing sparsity: Double, of values: [Float]) -> Float {
  // TODO: one number for all layers is the trap. Find each layer's own.
  return 0.01
}
