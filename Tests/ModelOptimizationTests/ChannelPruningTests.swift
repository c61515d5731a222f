import ModelOptimization
import Testing

/// A network whose channels are to be removed.
struct ChannelCase: CustomTestStringConvertible {
  var name: String
  var model: Sequential
  var inputShape: [Int]
  /// For a half of the channels: the layers that go together, with the channels they lose.
  var expected: [String]

  var testDescription: String { name }

  static let all: [ChannelCase] = {
    var generator = SplitMix64(seed: 6)
    func conv(_ inputs: Int, _ outputs: Int, _ size: Int = 3, _ layout: ImageLayout = .nhwc)
      -> Conv2D
    {
      var layer = Conv2D(
        inputs: inputs, outputs: outputs, size: size, padding: size / 2, layout: layout,
        using: &generator)
      layer.bias = randomTensor([outputs], seed: UInt64(outputs))
      return layer
    }
    func dense(_ inputs: Int, _ outputs: Int) -> Dense {
      var layer = Dense(inputs: inputs, outputs: outputs, using: &generator)
      layer.bias = randomTensor([outputs], seed: UInt64(outputs))
      return layer
    }
    func depthwise(_ channels: Int) -> DepthwiseConv2D {
      var layer = DepthwiseConv2D(channels: channels, size: 3, padding: 1, using: &generator)
      layer.bias = randomTensor([channels], seed: 9)
      return layer
    }
    func norm(_ channels: Int, _ layout: ImageLayout = .nhwc) -> BatchNorm {
      let positive = (0..<channels).map { 0.5 + Float($0 % 5) / 4 }
      return BatchNorm(
        weight: randomTensor([channels], seed: 11), bias: randomTensor([channels], seed: 12),
        runningMean: randomTensor([channels], seed: 13),
        runningVariance: Tensor(positive, shape: [channels]), layout: layout)
    }
    return [
      ChannelCase(
        name: "dense layers", model: Sequential([dense(6, 8), Tanh(), dense(8, 4), dense(4, 3)]),
        inputShape: [6], expected: ["0: 4 of 8", "2: 2 of 4"]),
      ChannelCase(
        name: "pooling and flattening, channels last",
        model: Sequential([
          conv(1, 6), ReLU(), MaxPool2D(size: 2), conv(6, 4), GELU(),
          AveragePool2D(size: 2, padding: 1), Flatten(), dense(4 * 3 * 3, 10), Dropout(rate: 0.5),
          dense(10, 3),
        ]), inputShape: [8, 10, 1], expected: ["0: 3 of 6", "3: 2 of 4", "7: 5 of 10"]),
      ChannelCase(
        name: "pooling and flattening, channels first",
        model: Sequential([
          conv(1, 6, 3, .nchw), LeakyReLU(slope: 0.1), MaxPool2D(size: 2, layout: .nchw), Flatten(),
          dense(6 * 4 * 5, 3),
        ]), inputShape: [1, 8, 10], expected: ["0: 3 of 6"]),
      ChannelCase(
        name: "depthwise blocks with batch norms",
        model: Sequential([
          conv(2, 8), norm(8), ReLU(), depthwise(8), norm(8), ReLU(), conv(8, 6, 1), norm(6),
          ReLU(), GlobalAveragePool(), dense(6, 3),
        ]), inputShape: [6, 6, 2], expected: ["0+3: 4 of 8", "6: 3 of 6"]),
      ChannelCase(
        name: "residual blocks",
        model: Sequential([
          conv(1, 8), ReLU(), Residual([conv(8, 6), norm(6), ReLU(), conv(6, 8)]), ReLU(),
          Residual([conv(8, 4), ReLU()], shortcut: [conv(8, 4, 1)]), Flatten(),
          dense(4 * 25, 3),
        ]), inputShape: [5, 5, 1],
        expected: [
          "0+2.body.3: 4 of 8", "2.body.0: 3 of 6", "4.body.0+4.shortcut.0: 2 of 4",
        ]),
      ChannelCase(
        name: "a sequence inside a sequence",
        model: Sequential([Sequential([dense(6, 8), ReLU()]), Sequential([dense(8, 3)])]),
        inputShape: [6], expected: ["0.0: 4 of 8"]),
    ]
  }()
}

@Suite struct `Removing channels` {
  @Test(arguments: ChannelCase.all, ChannelNorm.allCases)
  func `computes what the zeros computed`(example: ChannelCase, norm: ChannelNorm) throws {
    let (model, shape) = (example.model, example.inputShape)
    let pruning = try ChannelPruning(of: model, inputShape: shape, sparsity: 0.5, norm: norm)
    #expect(
      pruning.groups.map {
        "\($0.layers.joined(separator: "+")): \($0.removed.count) of \($0.count)"
      } == example.expected)
    let small = pruning.removing(from: model)
    let masked = pruning.mask(of: model).applied(to: model)
    let x = randomTensor([3] + shape, seed: 21)
    // The same sums without terms that are zero: they round alike or nearly so.
    let (outputs, expected) = (small(x).elements, masked(x).elements)
    #expect(outputs.count == expected.count && outputs.contains { $0 != 0 })
    #expect(zip(outputs, expected).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
    // Something was removed, and the costs know.
    #expect(small.parameterCount < model.parameterCount)
    let costs = [small, model].map { ModelCost($0, inputShape: shape).multiplyAccumulates }
    #expect(costs[0] < costs[1])
  }

  @Test(arguments: FashionModel.allCases)
  func `halves the project's networks and leaves them working`(kind: FashionModel) throws {
    let model = try kind.pretrained(from: shippedData)
    let pruning = try ChannelPruning(
      of: model, inputShape: kind.inputShape, sparsity: 0.5, norm: .l2)
    let small = pruning.removing(from: model)
    let x = try FashionMNIST.validation(count: 20, from: shippedData).images
      .reshaped(to: [20] + kind.inputShape)
    let expected = pruning.mask(of: model).applied(to: model)(x)
    #expect(zip(small(x).elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-4 })
    // Prepared, fused and folded it is the same network.
    let session = InferenceSession(
      PreparedModel(small, inputShape: kind.inputShape), maximumBatch: 20)
    #expect(zip(session(x).elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(pruning.fixedLayers.count == 1)
    #expect(pruning.fixedLayers.first?.reason == "they are what the network gives")
  }

  @Test func `removes nothing at a sparsity of zero`() throws {
    let example = ChannelCase.all[1]
    let pruning = try ChannelPruning(
      of: example.model, inputShape: example.inputShape, sparsity: 0)
    let same = pruning.removing(from: example.model)
    #expect(same.parameters == example.model.parameters)
    #expect(pruning.mask(of: example.model).zeroCount == 0)
  }

  @Test func `in one ranking takes more where filters are small`() throws {
    let example = ChannelCase.all[1]
    let (model, shape) = (example.model, example.inputShape)
    let pruning = try ChannelPruning(
      of: model, inputShape: shape, sparsity: 0.5, scope: .global, excluding: ["7"])
    #expect(pruning.groups.map(\.layers) == [["0"], ["3"]])
    #expect(pruning.groups.reduce(0) { $0 + $1.removed.count } == 5)
    // Of one layer alone, the others stay.
    let one = try ChannelPruning(of: model, inputShape: shape, sparsity: 0.5, layers: ["3"])
    #expect(one.groups.map(\.layers) == [["3"]])
    #expect(one.removing(from: model).parameters.map(\.shape)[0] == [6, 1, 3, 3])
  }

  @Test func `counts the scale of a batch norm in`() throws {
    var generator = SplitMix64(seed: 2)
    let conv = Conv2D(
      weight: Tensor([4, 3, 2, 1], shape: [4, 1, 1, 1]), bias: nil)
    let norm = BatchNorm(
      weight: Tensor([0.1, -1, 1, 1], shape: [4]), bias: Tensor(zeros: [4]),
      runningMean: Tensor(zeros: [4]), runningVariance: Tensor([1, 100, 1, 1], shape: [4]))
    let model = Sequential([
      conv, norm, GlobalAveragePool(), Dense(inputs: 4, outputs: 2, using: &generator),
    ])
    // 4 · 0.1 and 3 · 1 / 10 are less than 2 and 1.
    let pruning = try ChannelPruning(of: model, inputShape: [2, 2, 1], sparsity: 0.5)
    #expect(pruning.groups.first?.removed == [0, 1])
  }

  @Test func `refuses what would change the network`() throws {
    var generator = SplitMix64(seed: 2)
    func dense(_ inputs: Int, _ outputs: Int) -> Dense {
      Dense(inputs: inputs, outputs: outputs, using: &generator)
    }
    func error(
      _ layers: [any TrainableLayer], _ shape: [Int], _ asked: [String]?
    ) -> PruningError? {
      #expect(throws: PruningError.self) {
        try ChannelPruning(
          of: Sequential(layers), inputShape: shape, sparsity: 0.5, layers: asked)
      }
    }
    #expect(
      error([dense(4, 4), Sigmoid(), dense(4, 2)], [4], ["0"])
        == .channelsAreFixed(
          layer: "0", reason: "Sigmoid, which reads them, mixes them or does not keep zero"))
    #expect(
      error([dense(4, 4), ReLU(), dense(4, 2)], [4], ["2"])
        == .channelsAreFixed(layer: "2", reason: "they are what the network gives"))
    #expect(error([dense(4, 4)], [4], nil) == .nothingToPrune)
    #expect(
      error([Residual([dense(4, 4)]), dense(4, 2)], [4], ["0.body.0"])
        == .channelsAreFixed(
          layer: "0.body.0", reason: "they are added to others that cannot be removed"))
    let grouped = Conv2D(inputs: 4, outputs: 4, size: 3, groups: 2, using: &generator)
    let first = Conv2D(inputs: 1, outputs: 4, size: 3, using: &generator)
    guard case .channelsAreFixed("0", let reason)? = error([first, grouped], [9, 9, 1], ["0"])
    else {
      Issue.record("The filters before a grouped convolution were not refused.")
      return
    }
    #expect(reason.hasPrefix("Conv2D(4 → 4, 3×3, groups 2)"))
    #expect(
      error([dense(4, 4), dense(4, 2)], [4], ["4"]) == .unknownLayer("4", known: ["0"]))
    let model = Sequential([dense(4, 1), dense(1, 2)])
    #expect(throws: PruningError.layerEmptied("0", count: 1)) {
      try ChannelPruning(of: model, inputShape: [4], sparsity: 0.5)
    }
    for sparsity in [1, -0.5, .nan] {
      #expect(throws: PruningError.self) {
        try ChannelPruning(of: model, inputShape: [4], sparsity: sparsity)
      }
    }
  }
}
