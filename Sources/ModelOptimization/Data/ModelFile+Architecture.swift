/// The layers of a model and their settings, as a model file keeps them:
///
///     {"input": [784], "layers": [{"kind": "dense", "inputs": 784, "outputs": 10}]}
struct ArchitectureDescription {
  /// The description as JSON.
  let text: String
  private let value: JSONValue

  /// Layers that lie deeper in each other than any model of this library.
  private static let maximumDepth = 100
  /// The elements of an example that a model may take or a layer give: 1 GiB of floats.
  static let maximumElements = 1 << 28

  init(value: JSONValue) {
    self.value = value
    text = value.text
  }

  /// Describes a model.
  ///
  /// - Throws: `ModelFileError` for a layer of a kind that a file does not know.
  init(_ network: Sequential, inputShape: [Int]) throws {
    self.init(
      value: .object([
        "input": .integers(inputShape), "layers": try describe(network, at: ""),
      ]))
  }

  /// Reads a description.
  ///
  /// - Throws: `ModelFileError`.
  init(_ text: String) throws {
    self.text = text
    var reader = JSONReader(Array(text.utf8)[...])
    do {
      value = try reader.readValue(depth: Self.maximumDepth)
      try reader.expectEnd()
    } catch let error as SafetensorsError {
      guard case .notJSON(let expected, let byte) = error.problem else { throw error }
      throw ModelFileError(.notJSON(expected: expected, at: byte))
    }
  }

  /// Whether it describes a quantized model and not a network of floats.
  var isQuantized: Bool {
    guard case .object(let members) = value else { return false }
    return members["steps"] != nil
  }

  /// Builds the network from the tensors of a file, and leaves none over.
  ///
  /// - Throws: `ModelFileError`.
  func network(from file: SafetensorsFile) throws -> (Sequential, inputShape: [Int]) {
    var whole = reader(for: file)
    whole.shape = try whole.inputShape()
    let inputShape = whole.shape
    let network = try whole.layers("layers", at: "")
    try whole.requireNothingLeft()
    return (network, inputShape)
  }

  /// What reads the description with the tensors of a file.
  func reader(for file: SafetensorsFile) -> StoredLayerReader {
    StoredLayerReader(settings: value, place: "", shape: [], tensors: StoredTensors(file))
  }
}

extension StoredLayerReader {
  /// The shape of an example.
  func inputShape() throws -> [Int] {
    var reader = self
    reader.shape = try integers("input", in: 1...ArchitectureDescription.maximumElements)
    try reader.requireFit("the model", reader.shape.count <= 8)
    return reader.shape
  }

  /// Refuses tensors that nobody took.
  func requireNothingLeft() throws {
    if let other = tensors.rest { throw ModelFileError(.unexpectedTensor(name: other)) }
  }
}

/// The layers as JSON, each with its kind and its settings.
func describe(_ network: Sequential, at place: String) throws -> JSONValue {
  .array(
    try network.layers.enumerated().map { index, layer in
      let place = place.isEmpty ? "\(index)" : "\(place).\(index)"
      guard let stored = layer as? any StoredLayer else {
        throw ModelFileError(.unknownLayer(place: place, kind: "\(type(of: layer))"))
      }
      var settings = try stored.storedSettings(at: place)
      settings["kind"] = .string(type(of: stored).storedKind)
      return .object(settings)
    })
}
