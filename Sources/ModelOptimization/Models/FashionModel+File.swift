extension FashionModel {
  /// The network as it comes with the project, trained on Fashion-MNIST.
  ///
  /// The file's metadata says how it was trained, and how well.
  ///
  /// - Parameter location: where to look for `models/mlp.safetensors` and its like.
  /// - Throws: `DatasetError.missing`, `FileError`, `SafetensorsError`, `WeightsError`.
  public func pretrained(from location: DataLocation = DataLocation()) throws -> Sequential {
    try load(from: location.modelFile("\(rawValue).safetensors"))
  }

  /// The network with the weights of a file that `save` wrote.
  ///
  /// - Throws: `FileError`, `SafetensorsError`, `WeightsError`.
  public func load(from path: String) throws -> Sequential {
    var file = try SafetensorsFile(contentsOf: path)
    if let model = file.metadata["model"], model != rawValue {
      throw WeightsError(path: path, problem: .otherModel(expected: rawValue, found: model))
    }
    for (name, place) in storedNames {
      file.tensors[place] = file.tensors.removeValue(forKey: name) ?? file.tensors[place]
    }
    var model = untrained(seed: 0)
    try model.setWeights(from: file, path: path)
    return model
  }

  /// Writes the weights of a network of this kind; an older file at the path is replaced as a
  /// whole.
  ///
  /// A tensor is named after its layer's place in the network: `0.weight`, `0.bias`, `3.weight`.
  /// (Those of the multilayer perceptron are `layers.0.weight` and so on, with the dense layers
  /// alone counted, so that `MultilayerPerceptron` reads the file as well.)
  ///
  /// - Parameters:
  ///   - model: what `untrained` or `pretrained` gave, its weights changed or not.
  ///   - path: where to write; the folder must exist.
  ///   - metadata: free text about the network, such as how it was trained.
  ///   - format: in which the weights are written; they are rounded to it. Nil for the format of
  ///     the shipped file: FP16 for the convolutional network, FP32 for the others.
  /// - Throws: `FileError`.
  public func save(
    _ model: Sequential, to path: String, metadata: [String: String] = [:],
    format: StorageFormat? = nil
  ) throws {
    let own = untrained(seed: 0)
    require(
      model.parameterNames == own.parameterNames
        && model.parameters.map(\.shape) == own.parameters.map(\.shape),
      "This is not the \(rawValue) network of the project: its parameters are of the shapes "
        + "\(model.parameters.map(\.shape)), not \(own.parameters.map(\.shape)).")
    var file = SafetensorsFile(tensors: [:], metadata: metadata)
    file.add(model)
    for (name, place) in storedNames {
      file.tensors[name] = file.tensors.removeValue(forKey: place)
    }
    if self != .mlp { file.metadata["model"] = rawValue }
    try file.save(to: path, format: format ?? (self == .cnn ? .fp16 : .fp32))
  }

  /// The names in the file that differ from those of the network, with what they stand for.
  private var storedNames: [(name: String, place: String)] {
    guard self == .mlp else { return [] }
    return (0..<3).flatMap { index in
      ["weight", "bias"].map { ("layers.\(index).\($0)", "\(2 * index).\($0)") }
    }
  }
}

extension TrainableLayer {
  /// Takes all parameters and statistics from a file: each by its name, none left over.
  ///
  /// - Throws: `WeightsError`.
  mutating func setWeights(from file: SafetensorsFile, path: String) throws {
    let names = parameterNames + statisticNames
    let stored = Set(file.tensors.keys).union(file.rawTensors.keys)
    if let other = stored.subtracting(names).min() {
      throw WeightsError(path: path, problem: .unexpectedTensor(name: other))
    }
    func tensor(_ name: String, like old: Tensor) throws -> Tensor {
      if let other = file.rawTensors[name] {
        throw WeightsError(
          path: path, problem: .wrongType(name: name, found: other.type.rawValue))
      }
      guard let tensor = file.tensors[name] else {
        throw WeightsError(path: path, problem: .missingTensor(name: name))
      }
      guard tensor.shape == old.shape else {
        throw WeightsError(
          path: path,
          problem: .wrongShape(name: name, found: tensor.shape, expected: old.shape))
      }
      guard tensor.isFinite else {
        throw WeightsError(path: path, problem: .notFinite(name: name))
      }
      return tensor
    }
    parameters = try zip(parameterNames, parameters).map { try tensor($0, like: $1) }
    statistics = try zip(statisticNames, statistics).map { try tensor($0, like: $1) }
  }
}
