/// What weights are ranked among.
public enum PruningScope: String, Sendable, CaseIterable {
  /// Each layer by itself: all lose the same share.
  case local
  /// All layers in one ranking: a layer of small weights loses more.
  case global
}

extension PruningMask {
  /// Removes the weights of the smallest magnitude.
  ///
  ///     removed = round(sparsity · n)        (halves away from zero)
  ///
  /// of the n weights of each layer, or of all together: exactly so many, of equal magnitudes the
  /// first. Amounts do not compound: n counts the weights of the dense network, and what an
  /// earlier mask removed is part of what is removed now.
  ///
  /// Source: Han, Pool, Tran, Dally, "Learning both Weights and Connections for Efficient Neural
  /// Networks", 2015, arXiv:1506.02626.
  ///
  /// - Parameters:
  ///   - model: the network; nothing in it changes.
  ///   - sparsity: the share of weights to remove, in `0..<1`.
  ///   - scope: what they are ranked among.
  ///   - layers: the places of layers ("3") or names of parameters ("3.weight") to prune; nil for
  ///     every matrix and kernel.
  ///   - excluding: likewise, those that stay dense.
  ///   - earlier: what is removed already and stays so.
  /// - Throws: `PruningError`, also where a layer would lose everything.
  public init(
    magnitudesOf model: some TrainableLayer, sparsity: Double, scope: PruningScope = .local,
    layers: [String]? = nil, excluding: [String] = [], within earlier: PruningMask? = nil
  ) throws {
    try checkSparsity(sparsity)
    let weights = try PrunableWeights(of: model, layers: layers, excluding: excluding)
    self.init(weights, sparsity: sparsity, scope: scope, within: earlier)
    try requireNoEmptyLayer(weights)
  }

  /// Removes the smallest of weights that were looked at already.
  ///
  /// - Parameter protectsLargest: whether each layer keeps its largest weight in any case.
  init(
    _ weights: PrunableWeights, sparsity: Double, scope: PruningScope,
    within earlier: PruningMask?, protectsLargest: Bool = false
  ) {
    kept = [:]
    switch scope {
    case .local:
      for (name, tensor) in zip(weights.names, weights.tensors) {
        let ranking = MagnitudeRanking([tensor], within: [earlier?.kept[name]])
        kept[name] =
          ranking.kept(
            withoutSmallest: Self.zeroCount(of: tensor.count, sparsity),
            protectsLargest: protectsLargest)[0]
      }
    case .global:
      let ranking = MagnitudeRanking(
        weights.tensors, within: weights.names.map { earlier?.kept[$0] })
      let lists = ranking.kept(
        withoutSmallest: Self.zeroCount(of: weights.count, sparsity),
        protectsLargest: protectsLargest)
      for (name, list) in zip(weights.names, lists) { kept[name] = list }
    }
  }

  /// Removes each weight whose magnitude lies below a threshold.
  ///
  /// How many that are is not known before: a threshold suits one network, and another layer's
  /// weights may all lie below it.
  ///
  /// - Parameters:
  ///   - model: the network; nothing in it changes.
  ///   - threshold: a weight w is removed where |w| < threshold; 0 or more.
  ///   - layers: the places of layers or names of parameters to prune; nil for every matrix and
  ///     kernel.
  ///   - excluding: likewise, those that stay dense.
  /// - Throws: `PruningError`, also where a layer would lose everything.
  public init(
    of model: some TrainableLayer, below threshold: Float, layers: [String]? = nil,
    excluding: [String] = []
  ) throws {
    guard threshold >= 0, threshold.isFinite else {
      throw PruningError.thresholdOutOfRange(threshold)
    }
    let weights = try PrunableWeights(of: model, layers: layers, excluding: excluding)
    kept = [:]
    for (name, tensor) in zip(weights.names, weights.tensors) {
      kept[name] = tensor.elements.map { abs($0) >= threshold }
    }
    try requireNoEmptyLayer(weights)
  }

  /// Removes weights by chance, from each layer as many as another mask does: what a mask by
  /// magnitude is to be compared with.
  ///
  /// - Parameters:
  ///   - other: what tells how many weights of each parameter are kept.
  ///   - seed: the same seed gives the same mask.
  public init(randomLike other: PruningMask, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    kept = [:]
    for (name, list) in other.kept.sorted(by: { $0.key < $1.key }) {
      var random = [Bool](repeating: true, count: list.count)
      for element in generator.permutation(of: list.count).prefix(list.count { !$0 }) {
        random[element] = false
      }
      kept[name] = random
    }
  }

  /// How many of `count` weights a sparsity removes.
  static func zeroCount(of count: Int, _ sparsity: Double) -> Int {
    Int((sparsity * Double(count)).rounded())
  }

  func requireNoEmptyLayer(_ weights: PrunableWeights) throws {
    for name in weights.names {
      if let list = kept[name], !list.contains(true) {
        throw PruningError.layerEmptied(name, count: list.count)
      }
    }
  }
}
