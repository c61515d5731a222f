import ModelOptimization

func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  var (model, left) = (dense, 1.0)
  for step in 1...5 {
    left *= 1 - 0.18 * Double(step)
    let mask = try PruningMask(magnitudesOf: model, sparsity: 1 - left)
    model =
      try train(
        mask.applied(to: model), on: training, validation: validation,
        optimizer: AdamW(learningRate: 0.001), settings: TrainingSettings(epochs: 2, seed: 1),
        constraint: MaskConstraint(mask)
      ).model
  }
  return model
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
