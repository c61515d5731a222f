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
  try parameters.map { parameter in
    guard parameter.shape.count >= 2 else { return parameter }
    guard parameter.values.contains(where: { abs($0) >= threshold }) else {
      throw DeadLayer(name: parameter.name)
    }
    var pruned = parameter
    pruned.values = parameter.values.map { value in abs(value) >= threshold ? value : 0 }
    return pruned
  }
}

/// The threshold that takes a share of one layer: exactly `round(sparsity · count)` magnitudes lie
/// below it, when all are different. It is itself the smallest magnitude that stays.
func threshold(removing sparsity: Double, of values: [Float]) -> Float {
  let magnitudes = values.map { value in abs(value) }.sorted()
  return magnitudes[Int((sparsity * Double(values.count)).rounded())]
}
