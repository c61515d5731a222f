/// What factorizing did to one layer of a network.
public struct FactorizedLayer: Equatable, Sendable {
  /// The number of the layer in the network as it was.
  public let layer: Int
  /// What it was: `Dense(3136 → 512)`.
  public let description: String
  /// The terms that were kept; nil where the layer stayed as it was, because its factors would
  /// have had more weights.
  public let rank: Int?
  /// The distance from the layer's matrix to the product of its factors, as a share of the
  /// matrix's norm; 0 where it stayed.
  public let relativeError: Double
  /// The parameters of the layer as it was.
  public let parametersBefore: Int
  /// The parameters of what stands in its place.
  public let parametersAfter: Int
}

extension Sequential {
  /// The numbers of the layers that can be factorized: dense layers, and convolutions without
  /// groups.
  public var factorizableLayers: [Int] {
    layers.indices.filter { index in
      layers[index] is Dense || (layers[index] as? Conv2D)?.groups == 1
    }
  }

  /// The network with thin pairs of layers in the place of thick ones.
  ///
  /// By energy, a layer whose factors would have as many parameters as it has, or more, stays as
  /// it is. A given rank is taken at its word.
  ///
  /// - Parameters:
  ///   - rank: the rank of each layer, or how it is found.
  ///   - chosen: the numbers of the layers; nil for all that can be factorized but the last dense
  ///     layer, whose few outputs are the classes.
  /// - Returns: the network, and what became of each layer.
  /// - Throws: `FactorizationError`.
  public func factorized(
    _ rank: FactorizationRank, layers chosen: [Int]? = nil
  ) throws(FactorizationError) -> (network: Sequential, report: [FactorizedLayer]) {
    let possible = factorizableLayers
    let chosen = chosen ?? Array(possible.dropLast())
    if let other = chosen.first(where: { !possible.contains($0) }) {
      throw .noSuchLayer(other, layers: possible)
    }
    var result: [any TrainableLayer] = []
    var report: [FactorizedLayer] = []
    for (index, layer) in layers.enumerated() {
      guard chosen.contains(index), let pair = try layer.lowRankPair(rank) else {
        result.append(layer)
        continue
      }
      let after = pair.layers.reduce(0) { $0 + $1.parameterCount }
      let isKept = if case .fixed = rank { true } else { after < layer.parameterCount }
      result += isKept ? pair.layers : [layer]
      report.append(
        FactorizedLayer(
          layer: index, description: "\(layer)", rank: isKept ? pair.rank : nil,
          relativeError: isKept ? pair.relativeError : 0,
          parametersBefore: layer.parameterCount,
          parametersAfter: isKept ? after : layer.parameterCount))
    }
    return (Sequential(result), report)
  }
}

extension TrainableLayer {
  /// The factors of a layer that has some.
  fileprivate func lowRankPair(
    _ rank: FactorizationRank
  ) throws(FactorizationError) -> (
    layers: [any TrainableLayer], rank: Int, relativeError: Double
  )? {
    if let dense = self as? Dense {
      let factors = try dense.factorized(rank)
      return ([factors.first, factors.second], factors.rank, factors.relativeError)
    }
    if let convolution = self as? Conv2D {
      let factors = try convolution.factorized(rank)
      return ([factors.first, factors.second], factors.rank, factors.relativeError)
    }
    return nil
  }
}
