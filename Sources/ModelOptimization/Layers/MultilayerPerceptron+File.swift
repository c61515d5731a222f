extension MultilayerPerceptron {
  /// Reads a network from a safetensors file.
  ///
  /// The tensors are named `layers.0.weight`, `layers.0.bias`, `layers.1.weight` and so on; a
  /// weight has the shape `[inputs, outputs]`.
  ///
  /// - Throws: `FileError`, `SafetensorsError`, `ModelFileError`.
  public init(contentsOf path: String) throws {
    let file = try SafetensorsFile(contentsOf: path)
    var rest = file.tensors
    var layers: [Dense] = []
    repeat {
      let (weightName, biasName) = Self.names(ofLayer: layers.count)
      guard let weight = rest.removeValue(forKey: weightName) else {
        throw ModelFileError(path: path, missing: weightName, in: file)
      }
      guard let bias = rest.removeValue(forKey: biasName) else {
        throw ModelFileError(path: path, missing: biasName, in: file)
      }
      let inputs = layers.last?.outputs
      guard weight.shape.count == 2, weight.count > 0, inputs ?? weight.shape[0] == weight.shape[0]
      else {
        throw ModelFileError(
          path: path,
          .wrongShape(
            name: weightName, found: weight.shape,
            expected: "[\(inputs.map { "\($0)" } ?? "inputs"), outputs]"))
      }
      guard bias.shape == [weight.shape[1]] else {
        throw ModelFileError(
          path: path,
          .wrongShape(name: biasName, found: bias.shape, expected: "[\(weight.shape[1])]"))
      }
      for (name, tensor) in [(weightName, weight), (biasName, bias)]
      where !tensor.withElements({ Elementwise.allFinite($0, count: tensor.count) }) {
        throw ModelFileError(path: path, .notFinite(name: name))
      }
      layers.append(Dense(weight: weight, bias: bias))
    } while rest.keys.contains { $0.hasPrefix("layers.\(layers.count).") }
    if let name = (Array(rest.keys) + file.rawTensors.keys).min() {
      throw ModelFileError(path: path, .unexpectedTensor(name: name))
    }
    self.init(layers: layers)
  }

  /// Writes the network to a safetensors file; an older one at the path is replaced as a whole.
  ///
  /// - Parameters:
  ///   - path: where to write; the folder must exist.
  ///   - metadata: free text about the network, such as how it was trained.
  /// - Throws: `FileError`.
  public func save(to path: String, metadata: [String: String] = [:]) throws {
    var file = SafetensorsFile(tensors: [:], metadata: metadata)
    for (index, layer) in layers.enumerated() {
      let (weightName, biasName) = Self.names(ofLayer: index)
      file.tensors[weightName] = layer.weight
      file.tensors[biasName] = layer.bias
    }
    try file.save(to: path)
  }

  /// The network that comes with the project: 784-256-128-10, trained on Fashion-MNIST.
  ///
  /// The file's metadata says with which seed, for how many epochs, and how well.
  ///
  /// - Parameter location: where to look for `models/mlp.safetensors`.
  /// - Throws: `DatasetError.missing`, `FileError`, `SafetensorsError`, `ModelFileError`.
  public static func pretrained(
    from location: DataLocation = DataLocation()
  ) throws -> MultilayerPerceptron {
    try MultilayerPerceptron(contentsOf: location.modelFile("mlp.safetensors"))
  }

  private static func names(ofLayer index: Int) -> (weight: String, bias: String) {
    ("layers.\(index).weight", "layers.\(index).bias")
  }
}
