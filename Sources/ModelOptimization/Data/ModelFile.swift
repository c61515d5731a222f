/// A model in a file: its architecture, its weights, and how it came about.
///
/// The file is a safetensors file whose metadata has three entries of their own: `format`,
/// "pare.model/1"; `architecture`, the layers and their settings as JSON; and, for a network of
/// floats, `weights`, the format in which they are stored. Everything else in the metadata is free
/// text. A tensor is named after its layer's place: `0.weight`, `0.bias`, `3.weight`.
///
/// Whatever makes a model smaller writes such a file and reads such files, so that one technique
/// can follow another; and the bytes of the file are the model's size.
///
/// Files from elsewhere are read with care: every tensor must be there, of the right shape and
/// finite, none may be left over, and each layer must take what the one before it gives.
public struct ModelFile: Sendable {
  /// What a file holds.
  public enum Model: Sendable {
    /// Layers of floats, which can be trained on.
    case network(Sequential)
    /// Layers as they are stored and run in few bits.
    case quantized(QuantizedModel)
  }

  /// The layers with their weights.
  public var model: Model
  /// The shape of one example, without the batch: `[28, 28, 1]`.
  public let inputShape: [Int]
  /// The format of a network's weights in the file. What has a single axis, such as a bias, and the
  /// statistics of norms are few and sensitive: they stay in 32 bits.
  public var weightFormat: StorageFormat
  /// Free text about the model, such as how it was trained.
  public var metadata: [String: String]
  /// Whether the model was read from a file of this format, and not from bare weights.
  public private(set) var isDescribed = false

  /// What the metadata of every such file says under `format`.
  public static let formatName = "pare.model/1"

  /// Creates the contents of a file.
  ///
  /// - Parameters:
  ///   - network: the layers with their weights.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - weightFormat: in which the weights are written; they are rounded to it.
  ///   - metadata: free text about the model.
  public init(
    _ network: Sequential, inputShape: [Int], weightFormat: StorageFormat = .fp32,
    metadata: [String: String] = [:]
  ) {
    model = .network(network)
    self.inputShape = inputShape
    self.weightFormat = weightFormat
    self.metadata = metadata
  }

  /// Creates the contents of a file.
  ///
  /// - Parameters:
  ///   - quantized: the layers as they are stored.
  ///   - metadata: free text about the model.
  public init(_ quantized: QuantizedModel, metadata: [String: String] = [:]) {
    model = .quantized(quantized)
    inputShape = quantized.inputShape
    weightFormat = .fp32
    self.metadata = metadata
  }

  /// Reads a model: one of this format, or the weights of a network that comes with the project,
  /// as `FashionModel` and `MultilayerPerceptron` write them.
  ///
  /// - Throws: `FileError`, `SafetensorsError`, `ModelFileError`, `WeightsError`.
  public init(contentsOf path: String) throws {
    let file = try SafetensorsFile(contentsOf: path)
    do {
      try self.init(file, path: path)
    } catch let error as ModelFileError {
      throw ModelFileError(path: path, error.problem)
    }
  }

  /// Reads the bytes of a file of this format.
  ///
  /// - Throws: `SafetensorsError`, `ModelFileError`.
  public init(bytes: [UInt8]) throws {
    try self.init(described: SafetensorsFile(bytes: bytes))
  }

  private init(_ file: SafetensorsFile, path: String) throws {
    if file.metadata["format"] != nil {
      try self.init(described: file)
    } else if let model = file.metadata["model"].flatMap(FashionModel.init(rawValue:)) {
      self.init(try model.load(from: path), inputShape: model.inputShape, metadata: file.metadata)
    } else if file.tensors.keys.contains(where: { $0.hasPrefix("layers.") }) {
      let network = try MultilayerPerceptron(contentsOf: path).sequential
      guard let first = network.layers.first as? Dense else { throw ModelFileError(.notAModel) }
      self.init(network, inputShape: [first.inputs], metadata: file.metadata)
    } else {
      throw ModelFileError(.notAModel)
    }
  }

  private init(described file: SafetensorsFile) throws {
    let format = file.metadata["format"] ?? ""
    guard format == Self.formatName else {
      throw ModelFileError(
        format.hasPrefix("pare.checkpoint/")
          ? .isCheckpoint
          : format.hasPrefix("pare.model/") ? .otherVersion(found: format) : .notAModel)
    }
    guard let text = file.metadata["architecture"] else { throw ModelFileError(.notAModel) }
    let metadata = file.metadata.filter { !Self.ownKeys.contains($0.key) }
    let description = try ArchitectureDescription(text)
    if description.isQuantized {
      self.init(try description.quantizedModel(from: file), metadata: metadata)
    } else {
      guard let weights = file.metadata["weights"].flatMap(StorageFormat.init(rawValue:)) else {
        throw ModelFileError(.notAModel)
      }
      let (network, inputShape) = try description.network(from: file)
      self.init(network, inputShape: inputShape, weightFormat: weights, metadata: metadata)
    }
    isDescribed = true
  }

  private static let ownKeys: Set = ["format", "architecture", "weights"]

  /// The bytes of the file: the same model always gives the same bytes.
  ///
  /// A tensor of which so many elements are zero that it takes fewer bytes without them is written
  /// without them; one of which each output has a number and its negative only, as signs.
  ///
  /// - Throws: `ModelFileError`: a layer of a kind that a file does not know, numbers that are not
  ///   finite or beyond the format.
  public func bytes() throws -> [UInt8] {
    var file = SafetensorsFile(tensors: [:], metadata: metadata)
    file.metadata["format"] = Self.formatName
    switch model {
    case .network(let network):
      file.metadata["architecture"] = try ArchitectureDescription(
        network, inputShape: inputShape
      ).text
      file.metadata["weights"] = weightFormat.rawValue
      try file.addCompactly(network, prefix: "", weights: weightFormat)
    case .quantized(let model):
      file.metadata["architecture"] = try ArchitectureDescription(model).text
      for (index, layer) in model.layers.enumerated() {
        try file.add(layer, named: "\(index)")
      }
    }
    return file.bytes()
  }

  /// Writes the file as a whole; an older model at the path is replaced, anything else is not.
  ///
  /// - Parameter path: where to write; the folder must exist.
  /// - Throws: `FileError`, and `ModelFileError` as `bytes()` and `requireReplaceable(_:)` do.
  public func save(to path: String) throws {
    try Self.requireReplaceable(path)
    do {
      try writeBytes(bytes(), to: path)
    } catch let error as ModelFileError {
      throw ModelFileError(path: path, error.problem)
    }
  }
}

extension ModelFile {
  /// The network of floats; nil where the file holds a quantized model.
  public var network: Sequential? {
    if case .network(let network) = model { network } else { nil }
  }

  /// The model ready to run.
  public var prepared: PreparedModel {
    switch model {
    case .network(let network): PreparedModel(network, inputShape: inputShape)
    case .quantized(let model): PreparedModel(model)
    }
  }
}
