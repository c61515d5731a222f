import ModelOptimization

func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  let mask = try PruningMask(magnitudesOf: dense, sparsity: 0.9, scope: .global)
  return try train(
    mask.applied(to: dense), on: training, validation: validation,
    optimizer: AdamW(learningRate: 0.001), settings: TrainingSettings(epochs: 8, seed: 1)
  ).model
}

struct PruningFigures: Equatable {
  var sparsity: Double
  var pointsLost: Double
  var timesSmaller: Double
}

func figures(
  before: Sequential, after: Sequential, on images: FashionMNIST
) throws -> PruningFigures {
  func percentRight(_ model: Sequential) -> Double {
    100 * accuracy(of: argmax(model(images.images)), labels: images.labels)
  }
  func bytes(_ model: Sequential) throws -> Double {
    Double(try ModelFile(model, inputShape: [784]).bytes().count)
  }
  return PruningFigures(
    sparsity: SparsityReport(after).sparsity,
    pointsLost: percentRight(before) - percentRight(after),
    timesSmaller: try bytes(before) / bytes(after))
}
