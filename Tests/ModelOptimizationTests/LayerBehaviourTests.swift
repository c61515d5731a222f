import ModelOptimization
import Testing

/// A layer and the shape of one example that it takes.
struct ExampleCase: CustomTestStringConvertible, Sendable {
  var name: String
  var layer: any TrainableLayer
  var example: [Int]

  var testDescription: String { name }

  /// Large enough for kernels to cut their work among threads.
  static let all: [ExampleCase] = {
    var generator = SplitMix64(seed: 31)
    return [
      ExampleCase(
        name: "dense", layer: Dense(inputs: 700, outputs: 200, using: &generator), example: [700]),
      ExampleCase(
        name: "convolution",
        layer: Conv2D(inputs: 3, outputs: 20, size: 5, padding: 2, using: &generator),
        example: [13, 12, 3]),
      ExampleCase(
        name: "convolution in groups",
        layer: Conv2D(inputs: 8, outputs: 12, size: 3, padding: 1, groups: 4, using: &generator),
        example: [13, 12, 8]),
      ExampleCase(
        name: "convolution of channels first",
        layer: Conv2D(
          inputs: 3, outputs: 20, size: 3, stride: 2, padding: 1, layout: .nchw, using: &generator),
        example: [3, 13, 12]),
      ExampleCase(
        name: "depthwise convolution",
        layer: DepthwiseConv2D(channels: 40, size: 3, padding: 1, using: &generator),
        example: [9, 8, 40]),
      ExampleCase(name: "batch norm", layer: BatchNorm(channels: 24), example: [11, 10, 24]),
      ExampleCase(name: "layer norm", layer: LayerNorm(width: 96), example: [21, 96]),
      ExampleCase(name: "max pool", layer: MaxPool2D(size: 2), example: [17, 16, 24]),
      ExampleCase(
        name: "average pool", layer: AveragePool2D(size: 3, stride: 2, padding: 1),
        example: [17, 16, 24]),
      ExampleCase(name: "global average pool", layer: GlobalAveragePool(), example: [9, 9, 60]),
      ExampleCase(name: "ReLU", layer: ReLU(), example: [4000]),
      ExampleCase(name: "leaky ReLU", layer: LeakyReLU(), example: [4000]),
      ExampleCase(name: "sigmoid", layer: Sigmoid(), example: [4000]),
      ExampleCase(name: "tanh", layer: Tanh(), example: [4000]),
      ExampleCase(name: "GELU", layer: GELU(), example: [4000]),
      ExampleCase(name: "softmax", layer: Softmax(), example: [40, 100]),
      ExampleCase(name: "flatten", layer: Flatten(), example: [40, 100]),
      ExampleCase(name: "dropout", layer: Dropout(rate: 0.5), example: [4000]),
      ExampleCase(
        name: "attention",
        layer: MultiHeadAttention(width: 32, heads: 4, isCausal: true, using: &generator),
        example: [19, 32]),
      ExampleCase(
        name: "LSTM", layer: LSTM(inputs: 20, hidden: 24, using: &generator), example: [7, 20]),
      ExampleCase(
        name: "residual",
        layer: Residual([
          Conv2D(inputs: 8, outputs: 8, size: 3, padding: 1, using: &generator),
          BatchNorm(channels: 8), ReLU(),
        ]), example: [9, 9, 8]),
      ExampleCase(
        name: "network",
        layer: Sequential([
          Conv2D(inputs: 1, outputs: 8, size: 5, padding: 2, using: &generator), ReLU(),
          MaxPool2D(size: 2), Flatten(), Dense(inputs: 288, outputs: 10, using: &generator),
        ]), example: [13, 12, 1]),
    ]
  }()

  func batch(_ count: Int) -> Tensor { randomTensor([count] + example, seed: 32) }
}

@Suite struct `Every layer` {
  @Test(arguments: ExampleCase.all)
  func `gives an example the same result alone and in any batch`(_ example: ExampleCase) {
    let x = example.batch(23)
    let y = example.layer(x)
    #expect(y.shape == example.layer.outputShape(for: x.shape))
    for rows in [0..<1, 7..<8, 22..<23, 3..<20] {
      #expect(example.layer(x.rows(rows)) == y.rows(rows))
    }
  }

  @Test(arguments: ExampleCase.all)
  func `gives the same bits with one, two and three threads`(_ example: ExampleCase) {
    let x = example.batch(23)
    let alone = runBoth(example.layer, x)
    let inference = example.layer(x)
    for threads in [2, 3] {
      let shared = withThreads(threads) { runBoth(example.layer, x) }
      #expect(shared.output == alone.output)
      #expect(shared.gradient.input == alone.gradient.input)
      #expect(shared.gradient.parameters == alone.gradient.parameters)
      #expect(shared.layer.statistics == alone.layer.statistics)
      #expect(withThreads(threads) { example.layer(x) } == inference)
    }
  }

  @Test(arguments: ExampleCase.all)
  func `takes a batch of no examples`(_ example: ExampleCase) {
    let x = Tensor(zeros: [0] + example.example)
    let y = example.layer(x)
    #expect(y.rowCount == 0 && y.shape == example.layer.outputShape(for: x.shape))
    // A batch norm has nothing to learn from then, and says so.
    guard example.layer.statistics.isEmpty else { return }
    let (output, gradient, _) = runBoth(example.layer, x)
    #expect(output == y)
    #expect(gradient.input == x)
    #expect(gradient.parameters == example.layer.parameters.map { Tensor(zeros: $0.shape) })
  }

  @Test(arguments: ExampleCase.all)
  func `lets NaN through, and only to the example that has it`(_ example: ExampleCase) {
    var elements = example.batch(3).elements
    let clean = example.layer(Tensor(elements, shape: [3] + example.example))
    // In the middle, where the window of every kind of layer comes by.
    let size = elements.count / 3
    elements[size + size / 2] = .nan
    let y = example.layer(Tensor(elements, shape: [3] + example.example))
    #expect(y[1].contains { $0.isNaN })
    #expect(y.rows(0..<1) == clean.rows(0..<1) && y.rows(2..<3) == clean.rows(2..<3))
  }

  @Test func `counts multiply-accumulates by hand's formula`() {
    var generator = SplitMix64(seed: 33)
    let convolution = Conv2D(
      inputs: 8, outputs: 6, size: 3, stride: 2, padding: 1, groups: 2, using: &generator)
    // 2 images of 4×4 places, 6 outputs, of each 4 channels in 3×3.
    #expect(convolution.multiplyAccumulates(for: [2, 7, 8, 8]) == 2 * 4 * 4 * 6 * 4 * 9)
    let depthwise = DepthwiseConv2D(channels: 8, size: 3, using: &generator)
    #expect(depthwise.multiplyAccumulates(for: [2, 7, 8, 8]) == 2 * 5 * 6 * 8 * 9)
    #expect(
      LSTM(inputs: 3, hidden: 4, using: &generator).multiplyAccumulates(for: [2, 5, 3])
        == 2 * 5 * (3 + 4) * 16)
    // Projections 4 · 6 · 6 for each of 10 places; scores and sums 6 for each pair, twice.
    #expect(
      MultiHeadAttention(width: 6, heads: 2, using: &generator)
        .multiplyAccumulates(for: [2, 5, 6]) == 10 * 4 * 36 + 2 * 2 * 25 * 6)
    let network = Sequential([
      convolution, BatchNorm(channels: 6), ReLU(), Flatten(),
      Dense(inputs: 96, outputs: 10, using: &generator),
    ])
    #expect(network.multiplyAccumulates(for: [1, 7, 8, 8]) == 16 * 6 * 36 + 960)
    #expect(network.parameterCount == 6 * 36 + 6 + 12 + 970)
  }

  @Test func `names its parameters and statistics as in its file`() {
    var generator = SplitMix64(seed: 34)
    var network = Sequential([
      Conv2D(inputs: 1, outputs: 2, size: 3, hasBias: false, using: &generator),
      BatchNorm(channels: 2), ReLU(),
      Residual(
        [DepthwiseConv2D(channels: 2, size: 1, using: &generator)],
        shortcut: [BatchNorm(channels: 2)]),
    ])
    #expect(
      network.parameterNames == [
        "0.weight", "1.weight", "1.bias", "3.body.0.weight", "3.body.0.bias",
        "3.shortcut.0.weight", "3.shortcut.0.bias",
      ])
    #expect(network.parameterNames.count == network.parameters.count)
    #expect(
      network.statisticNames == [
        "1.running_mean", "1.running_var", "3.shortcut.0.running_mean",
        "3.shortcut.0.running_var",
      ])
    let statistics = (1...4).map { Tensor([Float($0), 0.5], shape: [2]) }
    network.statistics = statistics
    #expect(network.statistics == statistics)
    let parameters = network.parameters.enumerated().map {
      Tensor([Float](repeating: Float($0), count: $1.count), shape: $1.shape)
    }
    network.parameters = parameters
    #expect(network.parameters == parameters)
  }
}

@Suite struct `A dropout layer` {
  @Test func `switches off about its share and keeps the mean`() {
    let x = Tensor([Float](repeating: 1, count: 100_000), shape: [100, 1000])
    let (y, gradient, _) = runBoth(Dropout(rate: 0.3), x, outputGradient: x)
    let kept = y.elements.count { $0 != 0 }
    // 70,000 in expectation; √(100,000 · 0.3 · 0.7) is 145, and five of those 725.
    #expect(abs(kept - 70_000) < 725)
    #expect(Set(y.elements) == [0, 1 / 0.7])
    #expect(gradient.input == y)
    #expect(Dropout(rate: 0.3)(x) == x)
  }

  @Test func `follows its generator`() {
    let x = randomTensor([3, 50], seed: 1)
    let first = runBoth(Dropout(rate: 0.5), x, seed: 5).output
    #expect(runBoth(Dropout(rate: 0.5), x, seed: 5).output == first)
    #expect(runBoth(Dropout(rate: 0.5), x, seed: 6).output != first)
  }
}

@Suite struct `The layout of images` {
  @Test func `changes by moving the channels, and back`() {
    let x = Tensor((0..<24).map { Float($0) }, shape: [2, 3, 2, 2])
    let y = x.nchwToNHWC()
    #expect(y.shape == [2, 2, 2, 3])
    #expect(y.elements[..<6] == [0, 4, 8, 1, 5, 9])
    #expect(y.nhwcToNCHW() == x)
    #expect(Tensor(zeros: [0, 3, 2, 2]).nchwToNHWC().shape == [0, 2, 2, 3])
  }
}
