import ModelOptimization
import Testing

/// A network of the project or a small one with random weights, quantized.
enum QuantizedNetwork: String, CaseIterable {
  case mlp, cnn, depthwise, residual, windows, layouts, functions

  var inputShape: [Int] {
    switch self {
    case .mlp: FashionModel.mlp.inputShape
    case .cnn, .depthwise: [28, 28, 1]
    default: small.inputShape
    }
  }

  private var small: SessionNetwork { SessionNetwork(rawValue: rawValue) ?? .residual }

  func network() throws -> Sequential {
    guard let shipped = FashionModel(rawValue: rawValue) else { return small.model }
    return try shipped.pretrained(from: shippedData)
  }

  /// Images of the training set, or random ones.
  func images(_ count: Int) throws -> Tensor {
    guard FashionModel(rawValue: rawValue) != nil else { return small.input(count) }
    return try FashionMNIST.training(count: count, from: shippedData).images
      .reshaped(to: [count] + inputShape)
  }

  func quantized(
    _ configuration: QuantizationConfiguration, calibration count: Int = 16
  ) throws -> QuantizedModel {
    try QuantizedModel(
      network(), inputShape: inputShape, configuration: configuration,
      calibration: images(count))
  }
}

extension LayerFormat {
  static let tested: [LayerFormat] = [
    .int8, .staticInteger(weights: .int8, granularity: .tensor),
    .staticInteger(weights: .int4), .dynamicInt8, .weightOnlyInt8, .weightOnlyInt4,
    .weightOnly(.uint4, granularity: .group(size: 16), scheme: .affine), .fp16, .bf16, .fp32,
  ]
}

@Suite struct `A quantized model` {
  @Test(arguments: QuantizedNetwork.allCases, [LayerFormat.int8, .dynamicInt8])
  func `gives what plain loops over whole numbers give`(
    network: QuantizedNetwork, format: LayerFormat
  ) throws {
    let model = try network.quantized(QuantizationConfiguration(format: format))
    let x = try network.images(2)
    let expected = model.reference(x)
    let prepared = PreparedModel(model)
    for threads in [1, 2] {
      let session = InferenceSession(prepared, maximumBatch: 3, threads: threads)
      #expect(session(x) == expected, "\(threads) threads")
      for row in 0..<2 {
        #expect(session(x.rows(row..<row + 1)) == expected.rows(row..<row + 1), "image \(row)")
      }
    }
  }

  @Test(arguments: QuantizedNetwork.allCases)
  func `gives the same bits whatever comes with an example`(network: QuantizedNetwork) throws {
    let model = PreparedModel(try network.quantized(QuantizationConfiguration()))
    let x = try network.images(37)
    let expected = InferenceSession(model, maximumBatch: 37)(x)
    for threads in [1, 2, 3] {
      let session = InferenceSession(model, maximumBatch: 64, threads: threads)
      #expect(session(x) == expected, "\(threads) threads")
      for range in [0..<1, 30..<37, 3..<11] {
        #expect(session(x.rows(range)) == expected.rows(range), "examples \(range)")
      }
    }
  }

  // Each layer rounds weights and activations by half a step at most; eight bits of them leave
  // well under a tenth of the largest result, four bits less than all of it.
  @Test(arguments: QuantizedNetwork.allCases, LayerFormat.tested)
  func `stays near the network in every format`(
    network: QuantizedNetwork, format: LayerFormat
  ) throws {
    let model = try network.quantized(QuantizationConfiguration(format: format))
    let x = try network.images(16)
    let session = InferenceSession(PreparedModel(model), maximumBatch: 16)
    let expected = InferenceSession(
      try network.network(), inputShape: network.inputShape, maximumBatch: 16)(x)
    let distance = relativeDistance(session(x), expected)
    switch format {
    case .fp32: #expect(distance < 2e-5)
    case .fp16: #expect(distance < 5e-3)
    case .staticInteger(.int4, _), .weightOnly(.int4, _, _), .weightOnly(.uint4, _, _):
      #expect(distance < 1)
    // A depthwise network has channels of very different ranges.
    case .staticInteger(_, .tensor): #expect(distance < (network == .depthwise ? 2 : 0.15))
    default: #expect(distance < 0.1)
    }
  }

  @Test func `computes with integers from the input to the last sums`() throws {
    for network in [QuantizedNetwork.mlp, .cnn, .depthwise] {
      let model = try network.quantized(QuantizationConfiguration())
      #expect(model.isIntegerOnly)
      let quantizations = model.layers.filter {
        if case .quantize = $0.operation { true } else { false }
      }
      #expect(quantizations.count == 1)
      #expect(model.values.dropFirst().dropLast().allSatisfy { $0.parameters != nil })
      let kinds = Set(PreparedModel(model).operators.map(\.kind))
      #expect(!kinds.contains("layer") && !kinds.contains("dequantize"))
    }
  }

  @Test func `takes a quarter of the bytes`() throws {
    for network in [QuantizedNetwork.cnn, .mlp] {
      let cost = ModelCost(try network.network(), inputShape: network.inputShape)
      let model = try network.quantized(QuantizationConfiguration())
      // A byte for each weight; for each output 4 of scale and 4 of bias; 8 for each activation.
      let products = model.layers.compactMap(\.product)
      let outputs = products.reduce(0) { $0 + $1.outputs }
      let weights = products.reduce(0) { $0 + $1.weightShape.reduce(1, *) }
      #expect(model.byteCount == weights + 8 * outputs + 8 * products.count)
      #expect(Double(model.byteCount) < 0.26 * Double(cost.weightBytes(in: .fp32)))
    }
  }

  @Test func `counts the multiplications of the network`() throws {
    for network in QuantizedNetwork.allCases {
      let cost = ModelCost(try network.network(), inputShape: network.inputShape)
      for format in [LayerFormat.int8, .dynamicInt8, .weightOnlyInt4] {
        let model = PreparedModel(try network.quantized(QuantizationConfiguration(format: format)))
        let operators = model.operators.reduce(0) { $0 + $1.multiplyAccumulates }
        #expect(operators == cost.multiplyAccumulates, "\(network) \(format)")
      }
    }
  }

  @Test func `is the same again when put together from its parts`() throws {
    for network in [QuantizedNetwork.cnn, .residual] {
      let model = try network.quantized(QuantizationConfiguration())
      let again = try QuantizedModel(inputShape: model.inputShape, layers: model.layers)
      let x = try network.images(5)
      let sessions = [model, again].map { InferenceSession(PreparedModel($0), maximumBatch: 5) }
      #expect(sessions[0](x) == sessions[1](x))
    }
  }

  @Test func `gives a layer another format by its place`() throws {
    let network = QuantizedNetwork.cnn
    let model = try network.quantized(
      QuantizationConfiguration(overrides: ["0": .fp32, "7": .weightOnlyInt4]))
    #expect(
      model.layers.compactMap(\.product).map(\.format) == [.fp32, .int8, .weightOnlyInt4, .int8])
    let x = try network.images(1)
    #expect(InferenceSession(PreparedModel(model))(x) == model.reference(x))
    #expect(throws: QuantizedModelError.self) {
      try network.quantized(QuantizationConfiguration(overrides: ["1": .fp32]))
    }
  }

  @Test(arguments: RangeObserverKind.allCases)
  func `finds ranges by every observer`(observer: RangeObserverKind) throws {
    let network = QuantizedNetwork.cnn
    let model = try network.quantized(QuantizationConfiguration(observer: observer))
    let x = try network.images(16)
    let session = InferenceSession(PreparedModel(model), maximumBatch: 16)
    let float = InferenceSession(
      try network.network(), inputShape: network.inputShape, maximumBatch: 16)
    #expect(argmax(session(x)) == argmax(float(x)))
  }

  @Test func `takes back the shift in the mean that rounding weights causes`() throws {
    let network = QuantizedNetwork.cnn
    let x = try network.images(64)
    let expected = InferenceSession(
      try network.network(), inputShape: network.inputShape, maximumBatch: 64)(x)
    let shifts = try [false, true].map { corrects in
      let model = try network.quantized(
        QuantizationConfiguration(format: .weightOnlyInt4, correctsBias: corrects),
        calibration: 64)
      let y = InferenceSession(PreparedModel(model), maximumBatch: 64)(x)
      return (0..<10).reduce(Float(0)) { sum, column in
        let shift = (0..<64).reduce(Float(0)) { sum, row in
          sum + y.elements[row * 10 + column] - expected.elements[row * 10 + column]
        }
        return sum + abs(shift)
      }
    }
    #expect(shifts[1] < 0.7 * shifts[0])
  }

  @Test func `takes channels whose weights are zero, or far smaller than their bias`() throws {
    var generator = SplitMix64(seed: 4)
    var layer = Conv2D(inputs: 2, outputs: 4, size: 3, padding: 1, using: &generator)
    var weights = layer.weight.elements
    for index in 0..<18 { weights[index] = 0 }
    for index in 18..<36 { weights[index] *= 1e-12 }
    layer.weight = Tensor(weights, shape: layer.weight.shape)
    layer.bias = Tensor([0.7, -0.3, 0, 1], shape: [4])
    let network = Sequential([
      layer, ReLU(), Flatten(), Dense(inputs: 100, outputs: 3, using: &generator),
    ])
    let x = randomTensor([8, 5, 5, 2], seed: 2)
    let model = try QuantizedModel(network, inputShape: [5, 5, 2], calibration: x)
    let session = InferenceSession(PreparedModel(model), maximumBatch: 8)
    #expect(session(x) == model.reference(x))
    #expect(relativeDistance(session(x), network(x)) < 0.03)
  }
}
