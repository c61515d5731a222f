/// Removes filters of convolutions, channels of depthwise convolutions and neurons of dense layers
/// for real: the network becomes smaller, with fewer multiplications on any machine.
///
/// With a filter go its bias, its batch norm, its depthwise filter, and what the next layer had for
/// its channel: through pooling, through a `Flatten` (where a channel has a place for each pixel)
/// and around residual blocks, whose summands lose the same channels. What the smaller network
/// computes is what the whole one does with those filters at zero (`mask`), but for rounding.
///
/// Filters are ranked by their norm. A batch norm behind a filter would make the size of its
/// weights meaningless, so that its scale counts in:
///
///     score[c] = Σ over layers of  n[c] / mean n,    n[c] = ‖w[c]‖ · |γ[c]| / √(variance[c] + ε)
///
/// the sum being over the layers whose filters of channel c go together (one, in a chain of
/// convolutions; then the order is that of the norms). The division makes layers comparable for
/// one ranking of all.
///
/// Source: Li et al., "Pruning Filters for Efficient ConvNets", 2017, arXiv:1608.08710; the scale:
/// Liu et al., "Learning Efficient Convolutional Networks through Network Slimming", 2017,
/// arXiv:1708.06519.
public struct ChannelPruning: Sendable {
  /// Channels that go together.
  public struct Group: Equatable, Sendable {
    /// The places of the layers whose filters or neurons make or filter them: "3".
    public let layers: [String]
    /// The channels before.
    public let count: Int
    /// Those that are removed, in rising order.
    public let removed: [Int]
  }

  /// What loses channels, in the order of the network.
  public let groups: [Group]
  /// The layers that had to stay whole, with the reason.
  public let fixedLayers: [(layer: String, reason: String)]

  private let map: ChannelMap
  /// For each group of the map, whether each of its channels stays.
  private let kept: [Int: [Bool]]

  /// Chooses the channels with the smallest scores.
  ///
  /// - Parameters:
  ///   - model: the network; nothing in it changes.
  ///   - inputShape: the shape of one example.
  ///   - sparsity: the share of channels to remove, in `0..<1`; rounded to whole channels of each
  ///     group, or of all.
  ///   - norm: how filters are measured.
  ///   - scope: what they are ranked among.
  ///   - layers: the places of layers to prune; nil for all but the last, whose outputs are the
  ///     network's.
  ///   - excluding: the places of layers that stay whole.
  /// - Throws: `PruningError`, also where a layer would lose everything.
  public init(
    of model: Sequential, inputShape: [Int], sparsity: Double, norm: ChannelNorm = .l1,
    scope: PruningScope = .local, layers: [String]? = nil, excluding: [String] = []
  ) throws {
    try checkSparsity(sparsity)
    _ = try PrunableWeights(of: model)
    map = ChannelMap(model, inputShape: inputShape)
    fixedLayers = map.fixedLayers
    let chosen = try Self.groups(of: map, layers: layers, excluding: excluding)
    let scores = Self.scores(of: chosen.map(\.group), in: map, model, norm)
    var lists: [[Bool]]
    switch scope {
    case .local: lists = scores.map { Self.kept($0, sparsity)[0] }
    case .global: lists = Self.kept(scores.flatMap { $0 }, sparsity, cutAfter: scores.map(\.count))
    }
    for (group, list) in zip(chosen, lists) where !list.contains(true) {
      throw PruningError.layerEmptied(group.layers[0], count: group.count)
    }
    kept = Dictionary(uniqueKeysWithValues: zip(chosen.map(\.group), lists))
    groups = zip(chosen, lists).map { group, list in
      Group(
        layers: group.layers, count: group.count, removed: list.indices.filter { !list[$0] })
    }
  }

  /// The network without the channels.
  ///
  /// - Parameter model: the one that was looked at, or another state of it.
  public func removing(from model: Sequential) -> Sequential {
    var tensors = Dictionary(
      uniqueKeysWithValues: zip(
        model.parameterNames + model.statisticNames, model.parameters + model.statistics))
    for cut in map.cuts {
      guard let kept = kept[map.root(cut.group)] else { continue }
      let places = cut.channels.indices.filter { kept[cut.channels[$0]] }
      tensors[cut.tensor] = tensors[cut.tensor]?.selecting(places, alongAxis: cut.axis)
    }
    return model.replacing(tensors)
  }

  /// The same as zeros in the whole network: filters, biases and the norms behind them.
  public func mask(of model: Sequential) -> PruningMask {
    var mask = PruningMask(kept: [:])
    for (name, tensor) in zip(model.parameterNames, model.parameters) {
      for cut in map.cuts where cut.makes && cut.tensor == name {
        guard let kept = kept[map.root(cut.group)] else { continue }
        let inner = tensor.shape[(cut.axis + 1)...].reduce(1, *)
        let list = (0..<tensor.count).map {
          kept[cut.channels[$0 / inner % tensor.shape[cut.axis]]]
        }
        mask = mask.intersection(PruningMask(kept: [name: list]))
      }
    }
    return mask
  }

  // MARK: Choosing

  private typealias Candidate = (group: Int, layers: [String], count: Int)

  private static func groups(
    of map: ChannelMap, layers: [String]?, excluding: [String]
  ) throws -> [Candidate] {
    let known = map.groups.flatMap(\.layers)
    for name in (layers ?? []) + excluding where !known.contains(name) {
      if let fixed = map.fixedLayers.first(where: { $0.layer == name }) {
        // To keep what stays anyway is no mistake.
        if excluding.contains(name) { continue }
        throw PruningError.channelsAreFixed(layer: name, reason: fixed.reason)
      }
      throw PruningError.unknownLayer(name, known: known)
    }
    let chosen = map.groups.filter { group in
      group.layers.contains { layers?.contains($0) ?? true }
        && !group.layers.contains { excluding.contains($0) }
    }
    guard !chosen.isEmpty else { throw PruningError.nothingToPrune }
    return chosen
  }

  private static func scores(
    of groups: [Int], in map: ChannelMap, _ model: Sequential, _ norm: ChannelNorm
  ) -> [[Double]] {
    let tensors = Dictionary(
      uniqueKeysWithValues: zip(
        model.parameterNames + model.statisticNames, model.parameters + model.statistics))
    return groups.map { group in
      let parts = map.filters(of: group).compactMap { filters -> [Double]? in
        guard let weight = tensors[filters.tensor] else { return nil }
        var norms = norm.norms(of: weight, along: filters.axis)
        if let (place, epsilon) = filters.norm, let scale = tensors["\(place).weight"],
          let variance = tensors["\(place).running_var"]
        {
          for (index, (scale, variance)) in zip(scale.elements, variance.elements).enumerated() {
            norms[index] *= Double(abs(scale) / (variance + epsilon).squareRoot())
          }
        }
        let mean = norms.reduce(0, +) / Double(norms.count)
        return norms.map { mean > 0 ? $0 / mean : 0 }
      }
      return parts.dropFirst().reduce(parts.first ?? []) { zip($0, $1).map { $0 + $1 } }
    }
  }

  /// Whether each score is not among the smallest, of equal ones the first; cut into lists.
  private static func kept(
    _ scores: [Double], _ sparsity: Double, cutAfter counts: [Int]? = nil
  ) -> [[Bool]] {
    let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    var kept = [Bool](repeating: true, count: scores.count)
    for place in order.prefix(PruningMask.zeroCount(of: scores.count, sparsity)) {
      kept[place] = false
    }
    var rest = kept[...]
    return (counts ?? [scores.count]).map { count in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }
}
