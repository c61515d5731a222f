import ModelOptimization

func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  let epochs = 10
  var model = dense
  for epoch in 0..<epochs {
    let mask = try PruningMask(
      magnitudesOf: model, sparsity: 0.9 * Double(epoch) / Double(epochs), scope: .global)
    model =
      try train(
        mask.applied(to: model), on: training, validation: validation,
        optimizer: AdamW(learningRate: 0.001), settings: TrainingSettings(epochs: 1, seed: 1),
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
