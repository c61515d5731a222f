extension CalibratedModel {
  /// Quantizes the network.
  ///
  /// A layer with weights has the format that the configuration says. Poolings and sums stay in
  /// bytes where they stand between integer layers; what has no integer form runs in FP32, with
  /// conversions around it. The last layer gives floats.
  ///
  /// - Throws: `QuantizedModelError`.
  public func quantized(
    _ configuration: QuantizationConfiguration
  ) throws(QuantizedModelError) -> QuantizedModel {
    var writer = QuantizedModelWriter(self, try formats(configuration), configuration)
    return try writer.write()
  }

  /// The format of each layer with weights, by its name.
  func formats(
    _ configuration: QuantizationConfiguration
  ) throws(QuantizedModelError) -> [String: LayerFormat] {
    let names = productNames
    var formats: [String: LayerFormat] = [:]
    for name in names { formats[name] = configuration.format }
    for (key, format) in configuration.overrides.sorted(by: { $0.key < $1.key }) {
      guard let name = names.first(where: { $0 == key || $0.isFirstPlace(key) }) else {
        throw .unknownLayer(key, known: names)
      }
      formats[name] = format
    }
    if formats.values.contains(where: \.needsCalibration), activations.isEmpty {
      throw .noCalibrationImages
    }
    return formats
  }
}

extension String {
  /// Whether the layers that it names begin with the one at `place`: "0-2 Conv2D + ReLU" with "0".
  fileprivate func isFirstPlace(_ place: String) -> Bool {
    guard hasPrefix(place), let next = dropFirst(place.count).first else { return false }
    return next == " " || next == "-"
  }
}

/// Writes the steps of a quantized model.
private struct QuantizedModelWriter {
  private let model: CalibratedModel
  private let formats: [String: LayerFormat]
  private let configuration: QuantizationConfiguration
  /// The nodes that compute with bytes.
  private var integerNames: Set<String> = []
  private var layers: [QuantizedLayer] = []
  /// The number of each node's value, as it was made and converted.
  private var values: [String: (own: Int, bytes: Int?, floats: Int?)] = [:]
  /// Where the bytes of a value lie.
  private var parameters: [String: QuantizationParameters] = [:]

  init(
    _ model: CalibratedModel, _ formats: [String: LayerFormat],
    _ configuration: QuantizationConfiguration
  ) {
    self.model = model
    self.formats = formats
    self.configuration = configuration
    // From the end to the start: poolings and sums compute with what is read behind them.
    for layer in model.layers.reversed() {
      let isInteger =
        switch layer.role {
        case .product: formats[layer.name]?.needsCalibration ?? false
        case .maximumPooling, .averagePooling, .globalAveragePooling, .sum, .reshape:
          isReadAsBytes(layer.name)
        case .other: false
        }
      if isInteger { integerNames.insert(layer.name) }
    }
  }

  private func isReadAsBytes(_ name: String) -> Bool {
    model.layers.contains { $0.inputs.contains(name) && integerNames.contains($0.name) }
  }

  mutating func write() throws(QuantizedModelError) -> QuantizedModel {
    values[model.inputName] = (0, nil, 0)
    parameters[model.inputName] = model.activations[model.inputName]
    for layer in model.layers { try write(layer) }
    let output = floats(of: model.outputName)
    // The last step gives the result.
    if output != layers.count {
      layers.append(
        QuantizedLayer("output", .reshape(outputShape()), inputs: [output]))
    }
    return try QuantizedModel(inputShape: model.inputShape, layers: layers)
  }

  private func outputShape() -> [Int] {
    let model = try? QuantizedModel(inputShape: model.inputShape, layers: layers)
    return model?.outputShape ?? self.model.inputShape
  }

  private mutating func write(_ layer: FusedLayer) throws(QuantizedModelError) {
    let isInteger = integerNames.contains(layer.name)
    switch layer.role {
    case .product(let product):
      try write(product, layer)
    case .maximumPooling(let pool):
      guard isInteger else { return appendFloats(.layer(pool), layer) }
      let input = bytes(of: layer.inputs[0])
      // The largest of some bytes is one of them.
      parameters[layer.name] = parameters[layer.inputs[0]]
      append(.maximumPooling(pool), layer, [input], isBytes: true)
    case .averagePooling(let pool):
      guard isInteger else { return appendFloats(.layer(pool), layer) }
      let output = try calibrated(layer.name)
      append(
        .averagePooling(pool, output: output), layer, [bytes(of: layer.inputs[0])], isBytes: true)
    case .globalAveragePooling:
      guard isInteger else { return appendFloats(.layer(GlobalAveragePool()), layer) }
      let output = try calibrated(layer.name)
      append(
        .globalAveragePooling(output: output), layer, [bytes(of: layer.inputs[0])], isBytes: true)
    case .sum(let isRectified):
      guard isInteger else { return appendFloats(.floatSum(isRectified: isRectified), layer) }
      let output = try calibrated(layer.name)
      let inputs = layer.inputs.map { bytes(of: $0) }
      append(.sum(isRectified: isRectified, output: output), layer, inputs, isBytes: true)
    case .reshape(let shape):
      guard isInteger else { return appendFloats(.reshape(shape), layer) }
      let input = bytes(of: layer.inputs[0])
      parameters[layer.name] = parameters[layer.inputs[0]]
      append(.reshape(shape), layer, [input], isBytes: true)
    case .other(let other):
      appendFloats(.layer(other), layer)
    }
  }

  private mutating func write(
    _ product: FloatProduct, _ layer: FusedLayer
  ) throws(QuantizedModelError) {
    let format = formats[layer.name] ?? .fp32
    let quantizer = ProductQuantizer(
      product, name: layer.name, format: format, clipsWeights: configuration.clipsWeights,
      meanInput: configuration.correctsBias ? model.meanInputs[layer.name] : nil)
    guard format.needsCalibration else {
      return appendFloats(.product(try quantizer.floatingProduct()), layer)
    }
    let input = bytes(of: layer.inputs[0])
    guard let inputParameters = parameters[layer.inputs[0]] else {
      throw .unknownRange(layer: layer.inputs[0])
    }
    let isBytes = isReadAsBytes(layer.name)
    let output = isBytes ? try calibrated(layer.name) : nil
    append(
      .product(try quantizer.integerProduct(input: inputParameters, output: output)), layer,
      [input], isBytes: isBytes)
  }

  /// Where the bytes of a node's value lie, from now on.
  private mutating func calibrated(
    _ name: String
  ) throws(QuantizedModelError) -> QuantizationParameters {
    guard let found = model.activations[name] else { throw .unknownRange(layer: name) }
    parameters[name] = found
    return found
  }

  private mutating func appendFloats(_ operation: QuantizedLayer.Operation, _ layer: FusedLayer) {
    append(operation, layer, layer.inputs.map { floats(of: $0) }, isBytes: false)
  }

  private mutating func append(
    _ operation: QuantizedLayer.Operation, _ layer: FusedLayer, _ inputs: [Int], isBytes: Bool
  ) {
    layers.append(QuantizedLayer(layer.name, operation, inputs: inputs))
    values[layer.name] = (layers.count, isBytes ? layers.count : nil, isBytes ? nil : layers.count)
  }

  /// The number of a value as bytes, quantized where it is not there.
  private mutating func bytes(of name: String) -> Int {
    guard var value = values[name] else { return 0 }
    if let bytes = value.bytes { return bytes }
    parameters[name] = parameters[name] ?? model.activations[name]
    guard let parameters = parameters[name] else { return value.own }
    layers.append(QuantizedLayer("quantize \(name)", .quantize(parameters), inputs: [value.own]))
    value.bytes = layers.count
    values[name] = value
    return layers.count
  }

  /// The number of a value as floats, converted where it is not there.
  private mutating func floats(of name: String) -> Int {
    guard var value = values[name] else { return 0 }
    if let floats = value.floats { return floats }
    layers.append(QuantizedLayer("dequantize \(name)", .dequantize, inputs: [value.own]))
    value.floats = layers.count
    values[name] = value
    return layers.count
  }
}
