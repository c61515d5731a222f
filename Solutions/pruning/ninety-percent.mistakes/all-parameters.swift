import ModelOptimization

func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  let schedule = try PruningSchedule(target: 0.9)
  let pipeline = PruningPipeline(
    .gradual(schedule, scope: .global), fineTuning: FineTuning(of: .mlp, epochs: 8))
  let result = try pipeline.run(
    dense, inputShape: [784], on: training, validation: validation)
  return result.model
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
    sparsity: Double(SparsityReport(after).zeros) / Double(after.parameterCount),
    pointsLost: percentRight(before) - percentRight(after),
    timesSmaller: try bytes(before) / bytes(after))
}
