import Foundation
import ModelOptimization
import Testing

@Suite struct `Quantization-aware training` {
  /// What `Fixtures/make_quantization_aware.py` got from PyTorch.
  struct Table: Decodable {
    struct Case: Decodable {
      var bits: Int
      var ranges: [[Double]]
      var output: [Double]
      var inputGradient: [Double]
      var weightGradients: [[Double]]
    }
    var calibration: [Double]
    var batch: [Double]
    var weights: [[Double]]
    var biases: [[Double]]
    var cases: [Case]
  }

  private func tensor(_ numbers: [Double], _ shape: [Int]) -> Tensor {
    Tensor(numbers.map { Float($0) }, shape: shape)
  }

  private func distance(_ tensor: Tensor, _ expected: [Double]) -> Double {
    zip(tensor.elements, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
  }

  @Test func `computes and learns as PyTorch's fake quantization does`() throws {
    let table = try Fixture.table("quantization-aware.json", as: Table.self)
    let network = Sequential([
      Dense(weight: tensor(table.weights[0], [6, 5]), bias: tensor(table.biases[0], [5])),
      ReLU(),
      Dense(weight: tensor(table.weights[1], [5, 3]), bias: tensor(table.biases[1], [3])),
    ])
    for example in table.cases {
      let settings = QuantizationAwareSettings(
        weights: UniformQuantizer(format: try IntegerFormat(bits: example.bits)),
        activations: .uint8)
      var twin = try QuantizationAwareModel(
        network, settings: settings, calibration: tensor(table.calibration, [16, 6]))
      var chance = SplitMix64(seed: 1)
      let pass = twin.forward(tensor(table.batch, [8, 6]), using: &chance)
      // Two roundings of sums of a few products, of numbers up to 30.
      #expect(distance(pass.output, example.output) < 1e-4)
      for (range, expected) in zip(twin.statistics, example.ranges) {
        #expect(distance(range, expected) < 1e-5)
      }
      let slope = Tensor((0..<24).map { Float($0 % 5) - 2 }, shape: [8, 3])
      let gradient = pass.backward(slope, true)
      #expect(distance(try #require(gradient.input), example.inputGradient) < 1e-4)
      #expect(gradient.parameters.count == 4)
      #expect(distance(gradient.parameters[0], example.weightGradients[0]) < 1e-4)
      #expect(distance(gradient.parameters[2], example.weightGradients[1]) < 1e-4)
    }
  }

  @Test(arguments: QuantizedCase.all)
  func `rounds to the very numbers that stored integers give back`(
    example: QuantizedCase
  ) throws {
    let stored = try example.quantized()
    #expect(stored.grid.fakeQuantized(example.tensor) == stored.dequantized())
    // Beyond the range, and right between two steps.
    let further = example.tensor.elements.enumerated().map { index, x in
      index.isMultiple(of: 2) ? x * 3 : ((x / 0.1).rounded() + 0.5) * stored.grid.scales[0]
    }
    let tensor = Tensor(further, shape: example.shape)
    let again = try QuantizedTensor(tensor, on: stored.grid).dequantized()
    #expect(stored.grid.fakeQuantized(tensor) == again)
  }

  @Test(arguments: [FashionModel.cnn, .depthwise])
  func `gives a network whose stored integers it has computed with`(kind: FashionModel) throws {
    let network = kind.untrained(seed: 5)
    let images = randomTensor([4] + kind.inputShape, seed: 1)
    let twin = try QuantizationAwareModel(network, settings: .weightOnlyInt4)
    let (stored, bytes) = try twin.network.quantizingWeights(with: UniformQuantizer.int4)
    #expect(twin(images) == stored(images))
    #expect(twin.parameters == network.foldingBatchNorms().parameters)
    #expect(twin.parameterNames == twin.network.parameterNames)
    #expect(bytes < 4 * network.parameterCount / 4)
    #expect(twin.activations.isEmpty && twin.statistics.isEmpty)
  }

  @Test(arguments: [FashionModel.cnn, .depthwise])
  func `becomes a model of integers, with the ranges that it has learned`(
    kind: FashionModel
  ) throws {
    let network = try kind.pretrained(from: shippedData)
    let images = try FashionMNIST.validation(count: 60, from: shippedData).images
      .reshaped(to: [60] + kind.inputShape)
    let twin = try QuantizationAwareModel(network, settings: .int8, calibration: images)
    let calibrated = try CalibratedModel(twin, inputShape: kind.inputShape)
    #expect(Set(calibrated.activations.values) == Set(twin.activations.values))
    let quantized = try calibrated.quantized(QuantizationConfiguration(format: .int8))
    var weights = twin.network.parameters.filter { $0.shape.count > 1 }[...]
    for layer in quantized.layers {
      guard case .product(let product) = layer.operation else { continue }
      guard case .integers(let stored) = product.weight else {
        Issue.record("\(layer.name) holds no integers")
        continue
      }
      #expect(stored == (try QuantizedTensor(weights.removeFirst(), format: .int8)))
    }
    #expect(weights.isEmpty)
    // Sums of floats and of integers differ in their last bits, which now and then moves a byte.
    let session = InferenceSession(PreparedModel(quantized), maximumBatch: 60)
    let (own, trained) = (session(images), twin(images))
    let spread = zip(own.elements, trained.elements).map { abs($0 - $1) }
    #expect(spread.reduce(0, +) / Float(spread.count) < 0.1)
    #expect(zip(argmax(own), argmax(trained)).count { $0 == $1 } >= 58)
  }

  @Test func `puts ranges where values are stored`() throws {
    func places(_ network: Sequential, _ images: Tensor) throws -> [String] {
      let twin = try QuantizationAwareModel(network, settings: .int8, calibration: images)
      #expect(twin.statistics.count == twin.activations.count)
      #expect(twin.outputShape(for: images.shape) == network.outputShape(for: images.shape))
      #expect(twin.parameterCount == network.foldingBatchNorms().parameterCount)
      #expect(
        twin.multiplyAccumulates(for: images.shape)
          == network.multiplyAccumulates(for: images.shape))
      return twin.activations.keys.sorted()
    }
    let images = randomTensor([2, 28, 28, 1], seed: 1)
    #expect(try places(FashionModel.cnn.untrained(seed: 1), images) == ["0", "3", "7", "input"])
    // Eleven convolutions with ReLU, and the mean of the channels at 22.
    let depthwise = try places(FashionModel.depthwise.untrained(seed: 1), images)
    let even = stride(from: 0, through: 22, by: 2).map { "\($0)" }
    #expect(depthwise == (even + ["input"]).sorted())
    var generator = SplitMix64(seed: 4)
    func dense() -> Dense { Dense(inputs: 3, outputs: 3, using: &generator) }
    // A network inside the network is resolved when norms are folded.
    let residual = Sequential([
      dense(), Residual([dense(), ReLU(), dense()], shortcut: [dense()]), ReLU(),
      Sequential([dense(), Sigmoid()]), dense(),
    ])
    #expect(
      try places(residual, randomTensor([4, 3], seed: 2)) == [
        "0", "1", "1.body.0", "1.body.2", "1.shortcut.0", "3", "4", "input",
      ])
  }

  @Test func `learns what rounding after the training loses, the same in every run`() throws {
    let training = try FashionMNIST.training(count: 1000, from: shippedData)
    let validation = try FashionMNIST.validation(count: 500, from: shippedData)
    var generator = SplitMix64(seed: 1)
    let network = MultilayerPerceptron(sizes: [784, 32, 10], using: &generator).sequential
    let settings = TrainingSettings(epochs: 3, batchSize: 64, seed: 2)
    let plain = try train(
      network, on: training, validation: validation, optimizer: Adam(), settings: settings)
    // INT2 leaves three numbers to a weight.
    let ternary = UniformQuantizer(format: .int2, granularity: .group(size: 32))
    func learned() throws -> TrainingResult<QuantizationAwareModel> {
      let twin = try QuantizationAwareModel(
        plain.model,
        settings: QuantizationAwareSettings(weights: ternary, activations: .uint8),
        calibration: training.images.rows(0..<64))
      return try train(
        twin, on: training, validation: validation, optimizer: Adam(), settings: settings)
    }
    func accuracy(_ network: Sequential) throws -> Double {
      let (rounded, _) = try network.quantizingWeights(with: ternary)
      return ModelOptimization.accuracy(
        of: argmax(rounded(validation.images)), labels: validation.labels)
    }
    let result = try learned()
    let (before, after) = (try accuracy(plain.model), try accuracy(result.model.network))
    #expect(after > before + 0.05, "\(before) → \(after)")
    // Activations of 8 bits change next to nothing.
    #expect(abs(result.best.validationAccuracy - after) < 0.02)
    let again = try learned()
    #expect(again.model.parameters == result.model.parameters)
    #expect(again.model.statistics == result.model.statistics)
    #expect(again.epochs == result.epochs)
  }

  @Test func `goes on from a checkpoint with the ranges that it had learned`() throws {
    let training = try FashionMNIST.training(count: 300, from: shippedData)
    var generator = SplitMix64(seed: 1)
    let network = MultilayerPerceptron(sizes: [784, 8, 10], using: &generator).sequential
    let twin = try QuantizationAwareModel(
      network, settings: .int8, calibration: training.images.rows(0..<32))
    let settings = TrainingSettings(epochs: 2, batchSize: 100)
    func run(
      _ checkpoint: CheckpointFile?, stopAfter: Int = .max
    ) throws -> TrainingResult<QuantizationAwareModel> {
      var steps = 0
      return try train(
        twin, on: training, validation: training, optimizer: Adam(), settings: settings,
        checkpoint: checkpoint,
        monitor: TrainingMonitor(shouldStop: {
          steps += 1
          return steps == stopAfter
        }))
    }
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.safetensors").path
      #expect(throws: TrainingError.self) { try run(CheckpointFile(path), stopAfter: 4) }
      let resumed = try run(CheckpointFile(path, isResumed: true))
      let whole = try run(nil)
      #expect(resumed.model.parameters == whole.model.parameters)
      #expect(resumed.model.statistics == whole.model.statistics)
      #expect(resumed.model.activations == whole.model.activations)
      #expect(resumed.model.activations != twin.activations)
    }
  }

  @Test func `refuses calibration without images or with NaN, and weights that are none`() throws {
    var generator = SplitMix64(seed: 4)
    var network = Sequential([Dense(inputs: 3, outputs: 2, using: &generator)])
    #expect(throws: QuantizationError.noValues) {
      try QuantizationAwareModel(network, settings: .int8)
    }
    #expect(throws: QuantizationError.noValues) {
      try QuantizationAwareModel(network, settings: .int8, calibration: Tensor(zeros: [0, 3]))
    }
    #expect(throws: QuantizationError.self) {
      try QuantizationAwareModel(
        network, settings: .int8, calibration: Tensor([1, .nan, 0], shape: [1, 3]))
    }
    network.parameters = [
      Tensor([1, 2, 3, .infinity, 5, 6], shape: [3, 2]), Tensor(zeros: [2]),
    ]
    #expect(throws: QuantizationError.notFinite(index: 3, value: .infinity)) {
      try QuantizationAwareModel(network, settings: .weightOnlyInt4)
    }
  }
}
