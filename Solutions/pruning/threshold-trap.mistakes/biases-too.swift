struct NamedWeights: Equatable {
  var name: String
  var shape: [Int]
  var values: [Float]
}

struct DeadLayer: Error, Equatable {
  var name: String
}

func thresholdPruned(
  _ parameters: [NamedWeights], below threshold: Float
) throws -> [NamedWeights] {
  try parameters.map { parameter in
    guard
      parameter.shape.count == 1 || parameter.values.contains(where: { abs($0) >= threshold })
    else {
      throw DeadLayer(name: parameter.name)
    }
    var pruned = parameter
    pruned.values = parameter.values.map { value in abs(value) >= threshold ? value : 0 }
    return pruned
  }
}

func threshold(removing sparsity: Double, of values: [Float]) -> Float {
  let magnitudes = values.map { value in abs(value) }.sorted()
  return magnitudes[Int((sparsity * Double(values.count)).rounded())]
}
