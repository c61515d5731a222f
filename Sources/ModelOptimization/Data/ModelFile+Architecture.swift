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

  /// Describes a model.
  ///
  /// - Throws: `ModelFileError` for a layer of a kind that a file does not know.
  init(_ network: Sequential, inputShape: [Int]) throws {
    value = .object([
      "input": .integers(inputShape), "layers": try describe(network, at: ""),
    ])
    text = value.text
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

  /// Builds the model from the tensors of a file, and leaves none over.
  ///
  /// - Throws: `ModelFileError`.
  func network(from file: SafetensorsFile) throws -> (Sequential, inputShape: [Int]) {
    var whole = StoredLayerReader(
      settings: value, place: "", shape: [], tensors: StoredTensors(file))
    let inputShape = try whole.integers("input", in: 1...Self.maximumElements)
    whole.shape = inputShape
    try whole.requireFit("the model", inputShape.count <= 8)
    let network = try whole.layers("layers", at: "")
    if let other = whole.tensors.rest {
      throw ModelFileError(.unexpectedTensor(name: other))
    }
    return (network, inputShape)
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
