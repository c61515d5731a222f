// What a model file says of the layers that work on each element alone, and of those for
// sequences.

extension ReLU: StoredLayer {
  static var storedKind: String { "relu" }
  init(from reader: inout StoredLayerReader) { self.init() }
}

extension Sigmoid: StoredLayer {
  static var storedKind: String { "sigmoid" }
  init(from reader: inout StoredLayerReader) { self.init() }
}

extension Tanh: StoredLayer {
  static var storedKind: String { "tanh" }
  init(from reader: inout StoredLayerReader) { self.init() }
}

extension GELU: StoredLayer {
  static var storedKind: String { "gelu" }
  init(from reader: inout StoredLayerReader) { self.init() }
}

extension Softmax: StoredLayer {
  static var storedKind: String { "softmax" }
  init(from reader: inout StoredLayerReader) throws {
    try reader.requireFit(Self.storedKind, !reader.shape.isEmpty)
    self.init()
  }
}

extension LeakyReLU: StoredLayer {
  static var storedKind: String { "leaky_relu" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    ["slope": .number(Double(slope))]
  }

  init(from reader: inout StoredLayerReader) throws {
    self.init(slope: try reader.number("slope", "a number") { _ in true })
  }
}

extension Dropout: StoredLayer {
  static var storedKind: String { "dropout" }

  func storedSettings(at place: String) -> [String: JSONValue] { ["rate": .number(Double(rate))] }

  init(from reader: inout StoredLayerReader) throws {
    self.init(rate: try reader.number("rate", "from 0 to less than 1") { (0..<1).contains($0) })
  }
}

extension Flatten: StoredLayer {
  static var storedKind: String { "flatten" }

  init(from reader: inout StoredLayerReader) throws {
    try reader.requireFit(Self.storedKind, true)
    reader.shape = [reader.shape.reduce(1, *)]
    self.init()
  }
}

// MARK: - Sequences

extension Embedding: StoredLayer {
  static var storedKind: String { "embedding" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    ["vocabulary": JSONValue(vocabulary), "width": JSONValue(width)]
  }

  init(from reader: inout StoredLayerReader) throws {
    let (vocabulary, width) = (try reader.integer("vocabulary"), try reader.integer("width"))
    self.init(weight: try reader.tensor("weight", [vocabulary, width]))
    reader.shape.append(width)
  }
}

extension MultiHeadAttention: StoredLayer {
  static var storedKind: String { "multi_head_attention" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    ["width": JSONValue(width), "heads": JSONValue(heads), "causal": .bool(isCausal)]
  }

  init(from reader: inout StoredLayerReader) throws {
    let width = try reader.integer("width")
    let heads = try reader.integer("heads", in: 1...width)
    try reader.requireFit(
      "attention over rows of \(width) with \(heads) heads",
      reader.shape.count == 2 && reader.shape[1] == width && width.isMultiple(of: heads))
    self.init(
      input: Dense(
        weight: try reader.tensor("input.weight", [width, 3 * width]),
        bias: try reader.tensor("input.bias", [3 * width])),
      output: Dense(
        weight: try reader.tensor("output.weight", [width, width]),
        bias: try reader.tensor("output.bias", [width])),
      heads: heads, isCausal: try reader.flag("causal"))
  }
}

extension LSTM: StoredLayer {
  static var storedKind: String { "lstm" }

  func storedSettings(at place: String) -> [String: JSONValue] {
    [
      "inputs": JSONValue(inputs), "hidden": JSONValue(hidden), "sequence": .bool(returnsSequence),
    ]
  }

  init(from reader: inout StoredLayerReader) throws {
    let (inputs, hidden) = (try reader.integer("inputs"), try reader.integer("hidden"))
    try reader.requireFit(
      "lstm over rows of \(inputs)", reader.shape.count == 2 && reader.shape[1] == inputs)
    let returnsSequence = try reader.flag("sequence")
    self.init(
      inputWeight: try reader.tensor("input_weight", [inputs, 4 * hidden]),
      recurrentWeight: try reader.tensor("recurrent_weight", [hidden, 4 * hidden]),
      bias: try reader.tensor("bias", [4 * hidden]), returnsSequence: returnsSequence)
    reader.shape = returnsSequence ? [reader.shape[0], hidden] : [hidden]
  }
}
