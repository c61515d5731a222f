import ModelOptimization

// A constraint of one's own: in the first half of the training the smallest of all weights are found
// anew every fourth step; what is gone is set to zero after each one.
private struct Thinning: ParameterConstraint {
  var kept: [[Bool]] = []
  let name = "thinning to a tenth"

  mutating func apply(
    to parameters: inout [Tensor], names: [String], step: Int, of steps: Int
  ) {
    let weights = parameters.indices.filter { parameters[$0].shape.count > 1 }
    if kept.isEmpty { kept = weights.map { parameters[$0].elements.map { _ in true } } }
    if 2 * step <= steps && (step.isMultiple(of: 4) || 2 * step == steps) {
      let rest = 1 - 2 * Double(step) / Double(steps)
      rank(weights.map { parameters[$0].elements }, to: 0.9 * (1 - rest * rest * rest))
    }
    for (index, mask) in zip(weights, kept) {
      let values = zip(parameters[index].elements, mask).map { $1 ? $0 : 0 }
      parameters[index] = Tensor(values, shape: parameters[index].shape)
    }
  }

  private mutating func rank(_ layers: [[Float]], to sparsity: Double) {
    var all: [(magnitude: Float, layer: Int, place: Int)] = []
    for (layer, values) in layers.enumerated() {
      for (place, value) in values.enumerated() {
        all.append((kept[layer][place] ? abs(value) : -1, layer, place))
      }
    }
    all.sort(by: <)
    for (_, layer, place) in all.prefix(Int((sparsity * Double(all.count)).rounded())) {
      kept[layer][place] = false
    }
  }

  func isSettled(step: Int, of steps: Int) -> Bool { 2 * step >= steps }
}

func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  try train(
    dense, on: training, validation: validation, optimizer: AdamW(learningRate: 0.001),
    settings: TrainingSettings(
      epochs: 8, seed: 3, schedule: .warmUp(share: 0.05, then: .cosine)),
    constraint: Thinning()
  ).model
}

struct PruningFigures: Equatable {
  var sparsity: Double
  var pointsLost: Double
  var timesSmaller: Double
}

// Counts zeros and wrong answers by hand.
func figures(
  before: Sequential, after: Sequential, on images: FashionMNIST
) throws -> PruningFigures {
  let weights = after.parameters.filter { $0.shape.count > 1 }.flatMap(\.elements)
  let models = [before, after]
  let wrong = models.map { model in
    zip(argmax(model(images.images)), images.labels).count { $0 != $1 }
  }
  let bytes = try models.map { try ModelFile($0, inputShape: [784]).bytes().count }
  return PruningFigures(
    sparsity: Double(weights.count { $0 == 0 }) / Double(weights.count),
    pointsLost: 100 * Double(wrong[1] - wrong[0]) / Double(images.count),
    timesSmaller: Double(bytes[0]) / Double(bytes[1]))
}
