struct NamedWeights: Equatable {
  var name: String
  var shape: [Int]
  var values: [Float]

  // One axis keeps everything; NaN is below nothing, and stays where it can be seen.
  func isKept(_ index: Int, _ threshold: Float) -> Bool {
    shape.count == 1 || !(values[index].magnitude < threshold)
  }
}

struct DeadLayer: Error, Equatable {
  var name: String
}

func thresholdPruned(
  _ parameters: [NamedWeights], below threshold: Float
) throws -> [NamedWeights] {
  var result = parameters
  for (number, parameter) in parameters.enumerated() {
    var left = 0
    for index in parameter.values.indices {
      if parameter.isKept(index, threshold) {
        left += 1
      } else {
        result[number].values[index] = 0
      }
    }
    if left == 0 { throw DeadLayer(name: parameter.name) }
  }
  return result
}

// Takes the largest away until only those are left that stay; the last one taken is the threshold.
func threshold(removing sparsity: Double, of values: [Float]) -> Float {
  let staying = values.count - Int((sparsity * Double(values.count)).rounded())
  return values.map(\.magnitude).sorted(by: >).prefix(staying).last ?? .infinity
}
