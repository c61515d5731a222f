// What a model file says of a quantized model: a list of steps, each with what it reads.
//
//     {"input": [28, 28, 1], "steps": [{"step": "quantize", "reads": [0], "scale": …}, …]}
//
// The tensors of step N are N.weight (packed integers, or floats), N.scales, N.zero_points, N.bias.

extension ArchitectureDescription {
  /// Describes a quantized model.
  ///
  /// - Throws: `ModelFileError` for a layer of a kind that a file does not know.
  init(_ model: QuantizedModel) throws {
    self.init(
      value: .object([
        "input": .integers(model.inputShape),
        "steps": .array(
          try model.layers.enumerated().map { index, layer in
            .object(
              try layer.storedSettings(at: "\(index)").merging([
                "name": .string(layer.name), "reads": .integers(layer.inputs),
              ]) { $1 })
          }),
      ]))
  }

  /// Builds the quantized model from the tensors of a file, and leaves none over.
  ///
  /// - Throws: `ModelFileError`.
  func quantizedModel(from file: SafetensorsFile) throws -> QuantizedModel {
    var whole = reader(for: file)
    let inputShape = try whole.inputShape()
    var shapes = [inputShape]
    var values = [QuantizedModel.Value(shape: inputShape, parameters: nil)]
    var layers: [QuantizedLayer] = []
    for (index, step) in try whole.list("steps").enumerated() {
      var reader = StoredLayerReader(
        settings: step, place: "\(index)", shape: [], tensors: whole.tensors)
      let reads = try reader.integers("reads", in: 0...index)
      reader.shape = reads.first.map { shapes[$0] } ?? []
      let layer = QuantizedLayer(
        try reader.string("name"), try QuantizedLayer.Operation(from: &reader), inputs: reads)
      do throws(QuantizedModelError) {
        values.append(try layer.value(for: reads.map { values[$0] }))
      } catch {
        throw ModelFileError(.inconsistent("\(error)"))
      }
      layers.append(layer)
      shapes.append(values[index + 1].shape)
      reader.shape = shapes[index + 1]
      try reader.requireFit(layer.name, true)
      whole.tensors = reader.tensors
    }
    try whole.requireNothingLeft()
    do {
      return try QuantizedModel(inputShape: inputShape, layers: layers)
    } catch {
      throw ModelFileError(.inconsistent("\(error)"))
    }
  }
}

extension SafetensorsFile {
  /// Adds what is stored for a step.
  mutating func add(_ layer: QuantizedLayer, named name: String) throws {
    switch layer.operation {
    case .layer(let layer): try addCompactly(layer, prefix: "\(name).0.", weights: .fp32)
    case .product(let product):
      switch product.weight {
      case .floats(let tensor, let format):
        rawTensors["\(name).weight"] = RawTensor(tensor, format: format)
      case .integers(let tensor):
        rawTensors["\(name).weight"] = RawTensor(tensor.packedIntegers)
        rawTensors["\(name).scales"] = RawTensor(
          Tensor(tensor.grid.scales, shape: [tensor.grid.scales.count]),
          format: tensor.grid.scaleFormat)
        if tensor.grid.scheme == .affine {
          rawTensors["\(name).zero_points"] = RawTensor(tensor.zeroPointBytes)
        }
      }
      switch product.arithmetic {
      case .integer(let bias, _): rawTensors["\(name).bias"] = RawTensor(bias)
      case .dynamic(let bias), .floatingPoint(let bias):
        tensors["\(name).bias"] = Tensor(bias, shape: [bias.count])
      }
    default: break
    }
  }
}

extension QuantizedLayer {
  fileprivate func storedSettings(at place: String) throws -> [String: JSONValue] {
    switch operation {
    case .quantize(let parameters):
      return ["step": "quantize", "output": parameters.stored]
    case .dequantize: return ["step": "dequantize"]
    case .product(let product): return product.storedSettings
    case .maximumPooling(let pool):
      return pool.storedSettings(at: place).merging(["step": "max_pool2d"]) { $1 }
    case .averagePooling(let pool, let output):
      return pool.storedSettings(at: place)
        .merging(["step": "average_pool2d", "output": output.stored]) { $1 }
    case .globalAveragePooling(let output):
      return ["step": "global_average_pool", "output": output.stored]
    case .sum(let isRectified, let output):
      return ["step": "sum", "relu": .bool(isRectified), "output": output.stored]
    case .floatSum(let isRectified): return ["step": "float_sum", "relu": .bool(isRectified)]
    case .reshape(let shape): return ["step": "reshape", "shape": .integers(shape)]
    case .layer(let layer):
      return ["step": "layer", "layers": try describe(Sequential([layer]), at: place)]
    }
  }
}

extension QuantizedLayer.Operation {
  fileprivate init(from reader: inout StoredLayerReader) throws {
    func output() throws -> QuantizationParameters {
      try QuantizationParameters(from: reader.record("output"))
    }
    switch try reader.string("step") {
    case "quantize": self = .quantize(try output())
    case "dequantize": self = .dequantize
    case "product": self = .product(try QuantizedProduct(from: &reader))
    case "max_pool2d": self = .maximumPooling(try MaxPool2D(from: &reader))
    case "average_pool2d":
      self = .averagePooling(try AveragePool2D(from: &reader), output: try output())
    case "global_average_pool": self = .globalAveragePooling(output: try output())
    case "sum": self = .sum(isRectified: try reader.flag("relu"), output: try output())
    case "float_sum": self = .floatSum(isRectified: try reader.flag("relu"))
    case "reshape": self = .reshape(try reader.integers("shape", in: 1...1 << 28))
    case "layer":
      let layers = try reader.layers("layers", at: reader.place).layers
      guard let layer = layers.first, layers.count == 1 else {
        throw ModelFileError(
          .badSetting(place: reader.place, name: "layers", expected: "one layer"))
      }
      self = .layer(layer)
    case let other: throw ModelFileError(.unknownLayer(place: reader.place, kind: other))
    }
  }
}

extension QuantizationParameters {
  fileprivate var stored: JSONValue {
    .object([
      "scale": .number(Double(scale)), "zero_point": JSONValue(zeroPoint),
      "bits": JSONValue(format.bits), "signed": .bool(format.isSigned),
    ])
  }

  fileprivate init(from reader: StoredLayerReader) throws {
    let format = try IntegerFormat(from: reader)
    let scale = try reader.number("scale", "positive") { $0 > 0 && (1 / $0).isFinite }
    let zeroPoint = try reader.integer("zero_point", in: format.range)
    try self.init(scale: scale, zeroPoint: zeroPoint, format: format)
  }
}

extension IntegerFormat {
  fileprivate init(from reader: StoredLayerReader) throws {
    try self.init(
      bits: reader.integer("bits", in: Self.bitRange), isSigned: reader.flag("signed"))
  }
}

// MARK: - Products

extension QuantizedProduct {
  fileprivate var storedSettings: [String: JSONValue] {
    var settings: [String: JSONValue] = [
      "step": "product", "relu": .bool(isRectified), "pool": .bool(isPooled),
      "shape": .integers(weightShape),
    ]
    if case .convolution(let stride, let padding, let groups) = kind {
      settings["stride"] = JSONValue(stride)
      settings["padding"] = JSONValue(padding)
      settings["groups"] = JSONValue(groups)
    }
    switch weight {
    case .floats(_, let format): settings["weights"] = .string(format.rawValue)
    case .integers(let tensor):
      settings["weights"] = "integers"
      settings["bits"] = JSONValue(tensor.grid.format.bits)
      settings["signed"] = .bool(tensor.grid.format.isSigned)
      settings["scheme"] = .string(tensor.grid.scheme.rawValue)
      settings["scales"] = .string(tensor.grid.scaleFormat.rawValue)
      switch tensor.grid.granularity {
      case .tensor: settings["granularity"] = "tensor"
      case .channel: settings["granularity"] = "channel"
      case .group(let size, _):
        settings["granularity"] = "group"
        settings["group_size"] = JSONValue(size)
      }
    }
    switch arithmetic {
    case .integer(_, let output):
      settings["arithmetic"] = "integer"
      if let output { settings["output"] = output.stored }
    case .dynamic: settings["arithmetic"] = "dynamic"
    case .floatingPoint: settings["arithmetic"] = "float"
    }
    return settings
  }

  fileprivate init(from reader: inout StoredLayerReader) throws {
    let shape = try reader.integers("shape", in: 1...1 << 28)
    guard shape.count == 2 || shape.count == 4 else {
      throw ModelFileError(
        .badSetting(place: reader.place, name: "shape", expected: "that of two or four axes"))
    }
    let isDense = shape.count == 2
    let kind: Kind =
      isDense
      ? .dense
      : .convolution(
        stride: try reader.integer("stride", in: 1...1 << 20),
        padding: try reader.integer("padding", in: 0...1 << 20),
        groups: try reader.integer("groups", in: 1...1 << 28))
    let (weight, outputs) = (try Weight(from: &reader, shape: shape), shape[isDense ? 1 : 0])
    let arithmetic: Arithmetic
    switch try reader.string("arithmetic") {
    case "integer":
      let output =
        reader.has("output") ? try QuantizationParameters(from: reader.record("output")) : nil
      arithmetic = .integer(
        bias: try reader.tensors.takeIntegers(
          "\(reader.place).bias", shape: [outputs], as: Int32.self), output: output)
    case "dynamic":
      arithmetic = .dynamic(bias: try reader.tensor("bias", [outputs]).elements)
    case "float":
      arithmetic = .floatingPoint(bias: try reader.tensor("bias", [outputs]).elements)
    default:
      throw ModelFileError(
        .badSetting(
          place: reader.place, name: "arithmetic", expected: "integer, dynamic or float"))
    }
    self.init(
      kind: kind, weight: weight, arithmetic: arithmetic, isRectified: try reader.flag("relu"),
      isPooled: try reader.flag("pool"))
  }
}

extension QuantizedProduct.Weight {
  fileprivate init(from reader: inout StoredLayerReader, shape: [Int]) throws {
    let place = reader.place
    let weights = try reader.string("weights")
    if let format = StorageFormat(rawValue: weights) {
      let tensor = try reader.tensor("weight", shape)
      guard format.rounded(tensor) == tensor else {
        throw ModelFileError(
          .badValues(name: "\(place).weight", expected: "numbers of \(weights.uppercased())"))
      }
      self = .floats(tensor, format)
      return
    }
    guard weights == "integers",
      let scheme = QuantizationScheme(rawValue: try reader.string("scheme")),
      let scaleFormat = StorageFormat(rawValue: try reader.string("scales"))
    else {
      throw ModelFileError(.badSetting(place: place, name: "weights", expected: "a format"))
    }
    let granularity: Granularity
    switch try reader.string("granularity") {
    case "tensor": granularity = .tensor
    case "channel": granularity = .channel
    case "group": granularity = .group(size: try reader.integer("group_size"))
    default:
      throw ModelFileError(
        .badSetting(place: place, name: "granularity", expected: "tensor, channel or group"))
    }
    let scales = try reader.tensors.takeFloats("\(place).scales")
    func bytes(_ name: String) throws -> [UInt8] {
      try reader.tensors.takeRaw("\(place).\(name)", shape: nil, types: [.uint8]).bytes
    }
    do {
      self = .integers(
        try QuantizedTensor(
          shape: shape, format: IntegerFormat(from: reader), scheme: scheme,
          granularity: granularity, scaleFormat: scaleFormat, packedIntegers: bytes("weight"),
          scaleBytes: RawTensor(scales, format: scaleFormat).bytes,
          zeroPointBytes: scheme == .affine ? bytes("zero_points") : []))
    } catch let error as QuantizationError {
      throw ModelFileError(.inconsistent("Layer \(place): \(error)"))
    }
  }
}
