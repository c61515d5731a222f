/// How much accuracy each layer costs when it alone is pruned: where much can go, and where little.
///
/// Each layer is pruned by itself at several sparsities, without training afterwards, and the
/// network classifies the validation images. A layer that holds few of the weights but falls early
/// is better excluded.
///
/// Source: Li et al., "Pruning Filters for Efficient ConvNets", 2017, arXiv:1608.08710, section
/// 3.2.
public struct PruningSensitivity: Equatable, Sendable {
  /// What is removed from a layer.
  public enum Unit: Equatable, Sendable {
    /// Single weights, by their magnitude.
    case weights
    /// Filters, channels and neurons, by a norm.
    case channels(ChannelNorm)
  }

  /// One layer.
  public struct Row: Equatable, Sendable {
    /// The place of the layer: "3".
    public let layer: String
    /// Its weights, or its channels.
    public let count: Int
    /// The share of validation images that are right, for each of the sparsities; nil where
    /// nothing of the layer would be left.
    public let accuracies: [Double?]
  }

  /// The share of validation images that are right before anything is pruned.
  public let baseline: Double
  /// The sparsities that were tried.
  public let sparsities: [Double]
  /// The layers, in the order of the network.
  public let rows: [Row]

  /// Scans a network.
  ///
  /// - Parameters:
  ///   - model: the network; nothing in it changes.
  ///   - inputShape: the shape of one example.
  ///   - validation: the images to classify. Never the test set.
  ///   - unit: what is removed.
  ///   - sparsities: the shares to remove, each in `0..<1`.
  ///   - layers: the places of layers; nil for all that can be pruned.
  ///   - progress: called after each layer with its row.
  /// - Throws: `PruningError`.
  public init(
    of model: Sequential, inputShape: [Int], on validation: FashionMNIST, unit: Unit = .weights,
    sparsities: [Double] = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95], layers: [String]? = nil,
    progress: (Row) throws -> Void = { _ in }
  ) throws {
    for sparsity in sparsities { try checkSparsity(sparsity) }
    self.sparsities = sparsities
    func accuracy(of model: Sequential) -> Double {
      ModelOptimization.accuracy(
        of: argmax(model.logits(of: validation.images, inputShape: inputShape)),
        labels: validation.labels)
    }
    baseline = accuracy(of: model)
    var rows: [Row] = []
    for (layer, count) in try Self.layers(of: model, inputShape, unit, layers) {
      let accuracies = try sparsities.map { sparsity -> Double? in
        do {
          return accuracy(
            of: try Self.pruned(model, inputShape, layer: layer, sparsity: sparsity, unit))
        } catch PruningError.layerEmptied {
          return nil
        }
      }
      rows.append(Row(layer: layer, count: count, accuracies: accuracies))
      try progress(rows[rows.count - 1])
    }
    self.rows = rows
  }

  private static func layers(
    of model: Sequential, _ inputShape: [Int], _ unit: Unit, _ asked: [String]?
  ) throws -> [(layer: String, count: Int)] {
    switch unit {
    case .weights:
      let weights = try PrunableWeights(of: model, layers: asked)
      return zip(weights.names, weights.tensors).map { (PrunableWeights.layer(of: $0), $1.count) }
    case .channels:
      let all = try ChannelPruning(
        of: model, inputShape: inputShape, sparsity: 0, layers: asked)
      return all.groups.map { ($0.layers[0], $0.count) }
    }
  }

  private static func pruned(
    _ model: Sequential, _ inputShape: [Int], layer: String, sparsity: Double, _ unit: Unit
  ) throws -> Sequential {
    switch unit {
    case .weights:
      return try PruningMask(magnitudesOf: model, sparsity: sparsity, layers: [layer])
        .applied(to: model)
    case .channels(let norm):
      return try ChannelPruning(
        of: model, inputShape: inputShape, sparsity: sparsity, norm: norm, layers: [layer]
      ).removing(from: model)
    }
  }
}
