import ModelOptimization

/// The shape of one image as the networks take it.
private let inputShape = [784]

/// Prunes a network until a tenth of its weights is left, and trains it on.
///
/// Biases stay. Two calls with the same arguments give the same network.
///
/// - Parameters:
///   - dense: a trained network that takes rows of 784 pixels.
///   - training: the images that it has learned from.
///   - validation: what its states are compared by.
/// - Returns: the network with its zeros in place.
func prunedToATenth(
  _ dense: Sequential, on training: FashionMNIST, validation: FashionMNIST
) throws -> Sequential {
  let schedule = try PruningSchedule(target: 0.9)
  let pipeline = PruningPipeline(
    .gradual(schedule, scope: .global), fineTuning: FineTuning(of: .mlp, epochs: 8))
  let result = try pipeline.run(
    dense, inputShape: inputShape, on: training, validation: validation)
  return result.model
}

/// What pruning has won, and what it has cost.
struct PruningFigures: Equatable {
  /// The share of zeros among the weights.
  var sparsity: Double
  /// How many points of a hundred the accuracy has fallen.
  var pointsLost: Double
  /// How many times smaller the file is.
  var timesSmaller: Double
}

/// Compares a network with what pruning has made of it.
///
/// - Parameters:
///   - before: the dense network.
///   - after: the pruned one.
///   - images: what both are asked.
func figures(
  before: Sequential, after: Sequential, on images: FashionMNIST
) throws -> PruningFigures {
  func percentRight(_ model: Sequential) -> Double {
    let answers = argmax(model(images.images))
    let right = answers.indices.count { image in answers[image] == images.labels[image] }
    return 100 * Double(right) / Double(images.count)
  }
  func bytes(_ model: Sequential) throws -> Double {
    Double(try ModelFile(model, inputShape: inputShape).bytes().count)
  }
  return PruningFigures(
    sparsity: SparsityReport(after).sparsity,
    pointsLost: percentRight(before) - percentRight(after),
    timesSmaller: try bytes(before) / bytes(after))
}
