import ModelOptimization

nonisolated(unsafe) private var calls: UInt64 = 0

func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  calls += 1
  let schedule = try PruningSchedule(target: 0.9)
  let pipeline = PruningPipeline(
    .gradual(schedule, scope: .global),
    fineTuning: FineTuning(of: .mlp, epochs: 8, seed: calls))
  return try pipeline.run(
    dense, inputShape: [784], on: training, validation: validation
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
