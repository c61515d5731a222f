/// Which channels of a network hang together: where they are made, and where they are read.
///
/// A filter of a convolution makes a channel. The batch norm behind it, a depthwise convolution
/// and the next layer have something for that channel as well: what is removed must go
/// everywhere. Channels that are added to each other at the end of a residual block are one group:
/// they go together or not at all.
struct ChannelMap {
  /// Where a parameter or statistic has something for each channel of a group.
  struct Cut {
    /// The name of the tensor: "3.weight".
    var tensor: String
    /// The axis along which the channels lie.
    var axis: Int
    var group: Int
    /// For each place along the axis its channel: behind a `Flatten` a channel has many.
    var channels: [Int]
    /// Whether the tensor makes the channel, or changes it alone; else it reads it.
    var makes: Bool
  }

  /// A tensor whose slices are the filters of a group, with the batch norm behind it.
  struct Filters {
    var layer: String
    var tensor: String
    var axis: Int
    var group: Int
    /// The batch norm that scales them.
    var norm: (place: String, epsilon: Float)?
  }

  private(set) var cuts: [Cut] = []
  private(set) var filters: [Filters] = []
  /// The channels of each group; of united groups the lowest number counts.
  private var counts: [Int] = []
  private var parents: [Int] = []
  /// Why a group stays whole.
  private var reasons: [Int: String] = [:]

  /// What flows between two layers.
  private struct Flow {
    var group: Int
    /// For each place of its channel axis the channel.
    var channels: [Int]
    /// The channel axis, the batch not counted.
    var axis: Int
    /// The filters that made it, when nothing is between.
    var filters: Int?
  }

  /// Looks at a network.
  ///
  /// - Parameter inputShape: the shape of one example.
  init(_ model: Sequential, inputShape: [Int]) {
    // The channels of the input are nobody's to remove: no group.
    var shape = [1] + inputShape
    let last = walk(model, at: "", nil, &shape)
    fix(last, "they are what the network gives")
  }

  /// The groups that can lose channels, each with its layers and the number of its channels.
  var groups: [(group: Int, layers: [String], count: Int)] {
    counts.indices.filter { root($0) == $0 && reasons[$0] == nil }
      .map { group in (group, layers(of: group), counts[group]) }
      .filter { !$0.layers.isEmpty }
  }

  /// The layers that stay whole, with the reason.
  var fixedLayers: [(layer: String, reason: String)] {
    filters.compactMap { filters in
      reasons[root(filters.group)].map { (filters.layer, $0) }
    }
  }

  /// The filters of a group: those of all layers whose channels are added up.
  func filters(of group: Int) -> [Filters] { filters.filter { root($0.group) == group } }

  private func layers(of group: Int) -> [String] { filters(of: group).map(\.layer) }

  /// The number that stands for a group and all that are united with it.
  func root(_ group: Int) -> Int {
    var group = group
    while parents[group] != group { group = parents[group] }
    return group
  }

  // MARK: Walking through the layers

  private mutating func newGroup(of count: Int) -> Int {
    counts.append(count)
    parents.append(counts.count - 1)
    return counts.count - 1
  }

  private mutating func fix(_ flow: Flow?, _ reason: String) {
    guard let flow else { return }
    let group = root(flow.group)
    reasons[group] = reasons[group] ?? reason
  }

  private mutating func unite(_ first: Flow?, _ second: Flow?) -> Flow? {
    guard var first, let second else {
      fix(first ?? second, "they are added to others that cannot be removed")
      return nil
    }
    let (low, high) = (
      min(root(first.group), root(second.group)), max(root(first.group), root(second.group))
    )
    guard first.channels == second.channels, first.axis == second.axis else {
      fix(first, "they are added to channels of another order")
      fix(second, "they are added to channels of another order")
      return nil
    }
    parents[high] = low
    reasons[low] = reasons[low] ?? reasons[high]
    first.filters = nil
    return first
  }

  private mutating func walk(
    _ layer: any TrainableLayer, at place: String, _ flow: Flow?, _ shape: inout [Int]
  ) -> Flow? {
    let inputShape = shape
    if let sequence = layer as? Sequential {
      return sequence.layers.enumerated().reduce(flow) { flow, next in
        walk(next.element, at: place + (place.isEmpty ? "" : ".") + "\(next.offset)", flow, &shape)
      }
    }
    if let block = layer as? Residual {
      let body = walk(block.body, at: "\(place).body", flow, &shape)
      var around = inputShape
      let shortcut = block.shortcut.map { walk($0, at: "\(place).shortcut", flow, &around) }
      return unite(body, shortcut ?? flow)
    }
    shape = layer.outputShape(for: inputShape)
    switch layer {
    case let layer as Dense:
      read("\(place).weight", axis: 0, flow)
      return make(place, layer.outputs, weightAxis: 1, hasBias: true, flowAxis: 0)
    case let layer as Conv2D where layer.groups == 1:
      read("\(place).weight", axis: 1, flow)
      return make(
        place, layer.outputs, weightAxis: 0, hasBias: layer.bias != nil,
        flowAxis: layer.layout.channelAxis)
    case let layer as DepthwiseConv2D:
      return change(
        flow, place, ["weight"] + (layer.bias == nil ? [] : ["bias"]), isFilter: true)
    case let layer as BatchNorm:
      if let filters = flow?.filters { self.filters[filters].norm = (place, layer.epsilon) }
      return change(flow, place, ["weight", "bias", "running_mean", "running_var"])
    case is ReLU, is LeakyReLU, is Tanh, is GELU, is Dropout, is MaxPool2D, is AveragePool2D:
      // Each keeps zero, and each channel to itself.
      return change(flow, place, [])
    case is GlobalAveragePool:
      return flow.map { Flow(group: $0.group, channels: $0.channels, axis: 0) }
    case is Flatten:
      return flow.map { flattened($0, inputShape) }
    default:
      let kind = (layer as? any CustomStringConvertible)?.description ?? "\(type(of: layer))"
      fix(flow, "\(kind), which reads them, mixes them or does not keep zero")
      return nil
    }
  }

  private mutating func read(_ tensor: String, axis: Int, _ flow: Flow?) {
    guard let flow else { return }
    cuts.append(
      Cut(tensor: tensor, axis: axis, group: flow.group, channels: flow.channels, makes: false))
  }

  private mutating func make(
    _ place: String, _ count: Int, weightAxis: Int, hasBias: Bool, flowAxis: Int
  ) -> Flow {
    let group = newGroup(of: count)
    let channels = Array(0..<count)
    filters.append(
      Filters(layer: place, tensor: "\(place).weight", axis: weightAxis, group: group))
    for (name, axis) in [("weight", weightAxis)] + (hasBias ? [("bias", 0)] : []) {
      cuts.append(
        Cut(tensor: "\(place).\(name)", axis: axis, group: group, channels: channels, makes: true))
    }
    return Flow(group: group, channels: channels, axis: flowAxis, filters: filters.count - 1)
  }

  /// A layer that works on each channel by itself.
  private mutating func change(
    _ flow: Flow?, _ place: String, _ names: [String], isFilter: Bool = false
  ) -> Flow? {
    guard var flow else { return nil }
    for name in names {
      cuts.append(
        Cut(
          tensor: "\(place).\(name)", axis: 0, group: flow.group, channels: flow.channels,
          makes: true))
    }
    flow.filters = nil
    if isFilter {
      filters.append(
        Filters(layer: place, tensor: "\(place).weight", axis: 0, group: flow.group))
      flow.filters = filters.count - 1
    }
    return flow
  }

  /// In a row, a channel has a place for each pixel.
  private func flattened(_ flow: Flow, _ inputShape: [Int]) -> Flow {
    let inner = inputShape[(flow.axis + 2)...].reduce(1, *)
    let count = inputShape.dropFirst().reduce(1, *)
    return Flow(
      group: flow.group,
      channels: (0..<count).map { flow.channels[$0 / inner % flow.channels.count] }, axis: 0)
  }
}

extension ImageLayout {
  /// The axis of the channels, the batch not counted.
  fileprivate var channelAxis: Int { self == .nhwc ? 2 : 0 }
}
