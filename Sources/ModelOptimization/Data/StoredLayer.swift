/// A layer that a model file can hold.
///
/// Its tensors are stored by their names. A file's words are not believed: whoever reads checks
/// every setting, so that no rule of a layer is broken and no memory is taken for a lie.
protocol StoredLayer: TrainableLayer {
  /// What a file calls the layer.
  static var storedKind: String { get }

  /// What a file says of this layer besides its tensors.
  ///
  /// - Parameter place: where it stands, for an error about a layer inside it.
  func storedSettings(at place: String) throws -> [String: JSONValue]

  /// Builds the layer from its settings and tensors, and leaves in `reader.shape` what it gives.
  ///
  /// - Throws: `ModelFileError`.
  init(from reader: inout StoredLayerReader) throws
}

extension StoredLayer {
  /// None, but for the kind.
  func storedSettings(at place: String) -> [String: JSONValue] { [:] }
}

/// The kinds of layers that a file may name.
let storedLayers: [String: any StoredLayer.Type] = {
  let kinds: [any StoredLayer.Type] = [
    Dense.self, Conv2D.self, DepthwiseConv2D.self, BatchNorm.self, LayerNorm.self, MaxPool2D.self,
    AveragePool2D.self, GlobalAveragePool.self, Flatten.self, Dropout.self, ReLU.self,
    LeakyReLU.self, Sigmoid.self, Tanh.self, GELU.self, Softmax.self, Embedding.self,
    MultiHeadAttention.self, LSTM.self, Residual.self, Sequential.self,
  ]
  return Dictionary(uniqueKeysWithValues: kinds.map { ($0.storedKind, $0) })
}()

/// What a layer is read from: its settings, its tensors, and the shape that it will be given.
struct StoredLayerReader {
  /// An object, where the file is right.
  let settings: JSONValue
  /// Where the layer stands: "4", or "4.body.1".
  let place: String
  /// What the layer is given, without the batch; then what it gives.
  var shape: [Int]
  /// The tensors of the file that no layer has taken yet.
  var tensors: StoredTensors

  private var members: [String: JSONValue] {
    guard case .object(let members) = settings else { return [:] }
    return members
  }

  private func bad(_ name: String, _ expected: String) -> ModelFileError {
    ModelFileError(.badSetting(place: place, name: name, expected: expected))
  }

  func string(_ name: String) throws -> String {
    guard case .string(let value) = members[name] else { throw bad(name, "a word") }
    return value
  }

  func flag(_ name: String) throws -> Bool {
    guard case .bool(let value) = members[name] else { throw bad(name, "true or false") }
    return value
  }

  func number(_ name: String, _ expected: String, where holds: (Float) -> Bool) throws -> Float {
    guard case .number(let value) = members[name], Float(value).isFinite, holds(Float(value))
    else { throw bad(name, expected) }
    return Float(value)
  }

  func integer(_ name: String, in range: ClosedRange<Int> = 1...1 << 28) throws -> Int {
    try integer(members[name], name, in: range)
  }

  func integers(_ name: String, count: Int? = nil, in range: ClosedRange<Int>) throws -> [Int] {
    guard case .array(let values) = members[name], count == nil || values.count == count else {
      throw bad(name, "a list of\(count.map { " \($0)" } ?? "") whole numbers")
    }
    return try values.map { try integer($0, name, in: range) }
  }

  private func integer(
    _ value: JSONValue?, _ name: String, in range: ClosedRange<Int>
  ) throws -> Int {
    guard case .number(let value) = value, let number = Int(exactly: value), range.contains(number)
    else { throw bad(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") }
    return number
  }

  /// The values of a list.
  func list(_ name: String) throws -> [JSONValue] {
    guard case .array(let values) = members[name] else { throw bad(name, "a list") }
    return values
  }

  /// What reads the settings within a setting.
  func record(_ name: String) throws -> StoredLayerReader {
    guard case .object = members[name], let settings = members[name] else {
      throw bad(name, "a list of settings")
    }
    return StoredLayerReader(settings: settings, place: place, shape: shape, tensors: tensors)
  }

  func layout() throws -> ImageLayout {
    guard let layout = ImageLayout(rawValue: try string("layout")) else {
      throw bad("layout", "nhwc or nchw")
    }
    return layout
  }

  /// A tensor of the layer; its shape is compared before anything is made of it.
  mutating func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
    try tensors.take(place.isEmpty ? name : "\(place).\(name)", shape: shape)
  }

  /// Refuses a layer that does not take what it is given.
  func requireFit(_ kind: String, _ fits: Bool) throws {
    let elements = shape.reduce(1 as Int?) { product, length in
      guard let (partial, overflow) = product?.multipliedReportingOverflow(by: length) else {
        return nil
      }
      return overflow ? nil : partial
    }
    guard fits, let elements, elements <= ArchitectureDescription.maximumElements else {
      throw ModelFileError(.doesNotFit(place: place, kind: kind, shape: shape))
    }
  }

  /// The layers that a setting lists, the first of which is given `shape`.
  mutating func layers(_ name: String, at place: String) throws -> Sequential {
    guard case .array(let values) = members[name] else { throw bad(name, "a list of layers") }
    var layers: [any TrainableLayer] = []
    for (index, value) in values.enumerated() {
      var reader = StoredLayerReader(
        settings: value, place: place.isEmpty ? "\(index)" : "\(place).\(index)", shape: shape,
        tensors: tensors)
      let kind = try reader.string("kind")
      guard let layer = storedLayers[kind] else {
        throw ModelFileError(.unknownLayer(place: reader.place, kind: kind))
      }
      layers.append(try layer.init(from: &reader))
      try reader.requireFit(kind, true)
      (tensors, shape) = (reader.tensors, reader.shape)
    }
    return Sequential(layers)
  }
}
