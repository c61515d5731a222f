// What a model file says of each kind of layer, and how a layer is made of it again.

extension Dense: StoredLayer {
  static var storedKind: String { "dense" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    ["inputs": JSONValue(inputs), "outputs": JSONValue(outputs)]
  }

  init(from reader: inout StoredLayerReader) throws {
    let (inputs, outputs) = (try reader.integer("inputs"), try reader.integer("outputs"))
    try reader.requireFit("dense \(inputs) → \(outputs)", reader.shape == [inputs])
    self.init(
      weight: try reader.tensor("weight", [inputs, outputs]),
      bias: try reader.tensor("bias", [outputs]))
    reader.shape = [outputs]
  }
}

extension Conv2D: StoredLayer {
  static var storedKind: String { "conv2d" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    window.storedSettings.merging([
      "inputs": JSONValue(inputs), "outputs": JSONValue(outputs), "groups": JSONValue(groups),
      "bias": .bool(bias != nil), "layout": .string(layout.rawValue),
    ]) { $1 }
  }

  init(from reader: inout StoredLayerReader) throws {
    let (inputs, outputs) = (try reader.integer("inputs"), try reader.integer("outputs"))
    let groups = try reader.integer("groups", in: 1...inputs)
    let (window, layout) = (try Window(from: reader), try reader.layout())
    let hasBias = try reader.flag("bias")
    try reader.slide(window, layout, channels: inputs, outputs: outputs, kind: "conv2d") {
      inputs.isMultiple(of: groups) && outputs.isMultiple(of: groups)
    }
    self.init(
      weight: try reader.tensor(
        "weight", [outputs, inputs / groups, window.height, window.width]),
      bias: hasBias ? try reader.tensor("bias", [outputs]) : nil, stride: window.stride,
      padding: window.padding, groups: groups, layout: layout)
  }
}

extension DepthwiseConv2D: StoredLayer {
  static var storedKind: String { "depthwise_conv2d" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    window.storedSettings.merging([
      "channels": JSONValue(channels), "bias": .bool(bias != nil),
      "layout": .string(layout.rawValue),
    ]) { $1 }
  }

  init(from reader: inout StoredLayerReader) throws {
    let channels = try reader.integer("channels")
    let (window, layout) = (try Window(from: reader), try reader.layout())
    let hasBias = try reader.flag("bias")
    try reader.slide(
      window, layout, channels: channels, outputs: channels, kind: "depthwise_conv2d")
    self.init(
      weight: try reader.tensor("weight", [channels, 1, window.height, window.width]),
      bias: hasBias ? try reader.tensor("bias", [channels]) : nil, stride: window.stride,
      padding: window.padding, layout: layout)
  }
}

extension BatchNorm: StoredLayer {
  static var storedKind: String { "batch_norm" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    [
      "channels": JSONValue(channels), "momentum": .number(Double(momentum)),
      "epsilon": .number(Double(epsilon)), "layout": .string(layout.rawValue),
    ]
  }

  init(from reader: inout StoredLayerReader) throws {
    let channels = try reader.integer("channels")
    let layout = try reader.layout()
    let isRow = reader.shape == [channels]
    let axis = layout == .nhwc ? 2 : 0
    try reader.requireFit(
      "batch norm of \(channels)",
      isRow || reader.shape.count == 3 && reader.shape[axis] == channels)
    let variance = try reader.tensor("running_var", [channels])
    guard variance.elements.allSatisfy({ $0 >= 0 }) else {
      throw ModelFileError(
        .badValues(name: "\(reader.place).running_var", expected: "variances, 0 or more"))
    }
    self.init(
      weight: try reader.tensor("weight", [channels]), bias: try reader.tensor("bias", [channels]),
      runningMean: try reader.tensor("running_mean", [channels]), runningVariance: variance,
      momentum: try reader.number("momentum", "from 0 to 1") { (0...1).contains($0) },
      epsilon: try reader.number("epsilon", "positive") { $0 > 0 }, layout: layout)
  }
}

extension LayerNorm: StoredLayer {
  static var storedKind: String { "layer_norm" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    ["width": JSONValue(width), "epsilon": .number(Double(epsilon))]
  }

  init(from reader: inout StoredLayerReader) throws {
    let width = try reader.integer("width")
    try reader.requireFit("layer norm of \(width)", reader.shape.last == width)
    self.init(
      weight: try reader.tensor("weight", [width]), bias: try reader.tensor("bias", [width]),
      epsilon: try reader.number("epsilon", "positive") { $0 > 0 })
  }
}

// MARK: - Compositions

extension Sequential: StoredLayer {
  static var storedKind: String { "sequential" }

  func storedSettings(at place: String) throws -> [String: JSONValue] {
    ["layers": try describe(self, at: place)]
  }

  init(from reader: inout StoredLayerReader) throws {
    self = try reader.layers("layers", at: reader.place)
  }
}

extension Residual: StoredLayer {
  static var storedKind: String { "residual" }

  func storedSettings(at place: String) throws -> [String: JSONValue] {
    var settings = ["body": try describe(body, at: "\(place).body")]
    if let shortcut { settings["shortcut"] = try describe(shortcut, at: "\(place).shortcut") }
    return settings
  }

  init(from reader: inout StoredLayerReader) throws {
    let inputShape = reader.shape
    let body = try reader.layers("body", at: "\(reader.place).body")
    let shape = reader.shape
    reader.shape = inputShape
    var shortcut: Sequential?
    if reader.has("shortcut") {
      shortcut = try reader.layers("shortcut", at: "\(reader.place).shortcut")
    }
    try reader.requireFit("residual around \(shape)", reader.shape == shape)
    self.init(body.layers, shortcut: shortcut?.layers)
  }
}

// MARK: - Windows

extension Window {
  fileprivate var storedSettings: [String: JSONValue] {
    [
      "window": .integers([height, width]), "stride": JSONValue(stride),
      "padding": JSONValue(padding),
    ]
  }

  fileprivate init(from reader: StoredLayerReader) throws {
    let size = try reader.integers("window", count: 2, in: 1...1 << 20)
    self.init(
      height: size[0], width: size[1], stride: try reader.integer("stride", in: 1...1 << 20),
      padding: try reader.integer("padding", in: 0...1 << 20))
  }
}

extension StoredLayerReader {
  func has(_ name: String) -> Bool {
    guard case .object(let members) = settings else { return false }
    return members[name] != nil
  }

  /// Moves a window over the images that the layer is given: `shape` becomes that of the result.
  ///
  /// - Parameters:
  ///   - channels: those that the images must have; nil for any.
  ///   - outputs: those of the result; nil for as many as there were.
  ///   - fits: what else must hold.
  mutating func slide(
    _ window: Window, _ layout: ImageLayout, channels: Int?, outputs: Int?, kind: String,
    _ fits: () -> Bool = { true }
  ) throws {
    try requireFit(kind, shape.count == 3 && shape.allSatisfy { $0 > 0 } && fits())
    let images = layout.images([1] + shape)
    let (height, width) = (images.height + 2 * window.padding, images.width + 2 * window.padding)
    try requireFit(
      kind,
      channels ?? images.channels == images.channels && window.height <= height
        && window.width <= width)
    let result = [
      1, (height - window.height) / window.stride + 1, (width - window.width) / window.stride + 1,
      outputs ?? images.channels,
    ]
    shape = Array(layout.ownShape(result).dropFirst())
    try requireFit(kind, true)
  }

  fileprivate mutating func pool(_ kind: String) throws -> (Window, ImageLayout) {
    let size = try integer("size", in: 1...1 << 20)
    let window = Window(
      height: size, width: size, stride: try integer("stride", in: 1...1 << 20),
      padding: try integer("padding", in: 0...size / 2))
    let layout = try layout()
    try slide(window, layout, channels: nil, outputs: nil, kind: kind)
    return (window, layout)
  }
}

private func poolingSettings(_ window: Window, _ layout: ImageLayout) -> [String: JSONValue] {
  [
    "size": JSONValue(window.height), "stride": JSONValue(window.stride),
    "padding": JSONValue(window.padding), "layout": .string(layout.rawValue),
  ]
}

extension MaxPool2D: StoredLayer {
  static var storedKind: String { "max_pool2d" }

  func storedSettings(at place: String) -> [String: JSONValue] { poolingSettings(window, layout) }

  init(from reader: inout StoredLayerReader) throws {
    let (window, layout) = try reader.pool(Self.storedKind)
    self.init(
      size: window.height, stride: window.stride, padding: window.padding, layout: layout)
  }
}

extension AveragePool2D: StoredLayer {
  static var storedKind: String { "average_pool2d" }

  func storedSettings(at place: String) -> [String: JSONValue] { poolingSettings(window, layout) }

  init(from reader: inout StoredLayerReader) throws {
    let (window, layout) = try reader.pool(Self.storedKind)
    self.init(
      size: window.height, stride: window.stride, padding: window.padding, layout: layout)
  }
}

extension GlobalAveragePool: StoredLayer {
  static var storedKind: String { "global_average_pool" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    ["layout": .string(layout.rawValue)]
  }

  init(from reader: inout StoredLayerReader) throws {
    let layout = try reader.layout()
    try reader.requireFit(
      Self.storedKind, reader.shape.count == 3 && reader.shape.allSatisfy { $0 > 0 })
    reader.shape = [layout.images([1] + reader.shape).channels]
    self.init(layout: layout)
  }
}
