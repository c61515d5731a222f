import ModelOptimization
import Testing

@Suite struct `Correcting what quantization does` {
  private func network(_ layout: ImageLayout = .nhwc) -> Sequential {
    var generator = SplitMix64(seed: 9)
    return Sequential([
      Conv2D(inputs: 2, outputs: 6, size: 3, padding: 1, layout: layout, using: &generator),
      ReLU(),
      DepthwiseConv2D(channels: 6, size: 3, padding: 1, layout: layout, using: &generator),
      ReLU(),
      MaxPool2D(size: 2, layout: layout),
      Conv2D(inputs: 6, outputs: 4, size: 1, groups: 2, layout: layout, using: &generator),
      ReLU(),
      Flatten(),
      Dense(inputs: 36, outputs: 7, using: &generator),
      ReLU(),
      Dense(inputs: 7, outputs: 3, using: &generator),
    ])
  }

  private func images(_ layout: ImageLayout) -> Tensor {
    let images = randomTensor([20, 6, 6, 2], seed: 4)
    return layout == .nhwc ? images : images.nhwcToNCHW()
  }

  /// The means of each output of the network's first layers.
  private func means(_ network: Sequential, _ images: Tensor, layers: Int) -> [Double] {
    let output = Sequential(Array(network.layers.prefix(layers)))(images)
    let channels = output.shape[output.shape.count - 1]
    var sums = [Double](repeating: 0, count: channels)
    for (index, x) in output.elements.enumerated() { sums[index % channels] += Double(x) }
    return sums.map { $0 * Double(channels) / Double(output.count) }
  }

  @Test func `biases bring back the mean of every output`() throws {
    let original = network()
    let images = images(.nhwc)
    let coarse = UniformQuantizer(format: try IntegerFormat(bits: 3), granularity: .tensor)
    let (rounded, _) = try original.quantizingWeights(with: coarse)
    let corrected = try rounded.correctingBiases(toMatch: original, on: images)
    for layers in [1, 3, 6, 9, 11] {
      let expected = means(original, images, layers: layers)
      func distance(_ network: Sequential) -> Double {
        zip(means(network, images, layers: layers), expected).map { abs($0 - $1) }.max() ?? 0
      }
      // Single-precision sums of at most some thousand numbers of size 1.
      #expect(distance(corrected) < 1e-5)
      #expect(distance(rounded) > 1e-3)
    }
    // Weights are what they were, and a network that is its own original does not change.
    for (before, after) in zip(rounded.parameters, corrected.parameters)
    where before.shape.count > 1 {
      #expect(before == after)
    }
    #expect(
      try original.correctingBiases(toMatch: original, on: images).parameters == original.parameters
    )
    #expect(throws: QuantizationError.noValues) {
      try rounded.correctingBiases(toMatch: original, on: Tensor(zeros: [0, 6, 6, 2]))
    }
  }

  @Test func `biases are found for channels that come first, and around blocks`() throws {
    let coarse = UniformQuantizer(format: try IntegerFormat(bits: 3), granularity: .tensor)
    func corrected(_ network: Sequential, _ images: Tensor) throws -> Sequential {
      try network.quantizingWeights(with: coarse).network
        .correctingBiases(toMatch: network, on: images)
    }
    // Up to the flattening, both orders of the axes are the same network.
    let (last, first) = (
      try corrected(network(.nhwc), images(.nhwc)), try corrected(network(.nchw), images(.nchw))
    )
    for (a, b) in zip(last.parameters.prefix(6), first.parameters.prefix(6)) {
      #expect(zip(a.elements, b.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    var generator = SplitMix64(seed: 2)
    func dense() -> Dense { Dense(inputs: 5, outputs: 5, using: &generator) }
    let block = Sequential([
      Residual([dense(), ReLU(), Sequential([dense()])], shortcut: [dense()]), dense(),
    ])
    let numbers = randomTensor([40, 5], seed: 8)
    let result = try corrected(block, numbers)
    for layers in [1, 2] {
      let pairs = zip(
        means(result, numbers, layers: layers), means(block, numbers, layers: layers))
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test func `equalized layers have the ranges of the formula`() {
    // Two channels, made with 8 and 0.5, read with 2 and 0.5.
    let network = Sequential([
      Dense(weight: Tensor([[8, 0.25], [-4, -0.5]]), bias: Tensor([2, 3], shape: [2])), ReLU(),
      Dense(weight: Tensor([[1, -2], [0.5, 0.125]]), bias: Tensor([1, 1], shape: [2])),
    ])
    // s = √(8 / 2) = 2 and √(0.5 / 0.5) = 1.
    let equalized = network.equalizingLayers()
    #expect(
      equalized.parameters == [
        Tensor([[4, 0.25], [-2, -0.5]]), Tensor([1, 3], shape: [2]),
        Tensor([[2, -4], [0.5, 0.125]]), Tensor([1, 1], shape: [2]),
      ])
  }

  @Test(arguments: [ImageLayout.nhwc, .nchw])
  func `equalized networks compute what they computed`(layout: ImageLayout) throws {
    var network = network(layout)
    // Channels of very different sizes, which is what equalizing is for.
    network.parameters = network.parameters.map { parameter in
      let scaled = parameter.elements.enumerated().map { $1 * Float(1 + $0 * 37 % 11) }
      return Tensor(scaled, shape: parameter.shape)
    }
    let equalized = network.equalizingLayers()
    let (before, after) = (network(images(layout)), equalized(images(layout)))
    let size = before.elements.map(abs).max() ?? 0
    // Each weight was rounded a few times.
    #expect(zip(before.elements, after.elements).allSatisfy { abs($0 - $1) < size * 1e-5 })
    #expect(before != after)
  }

  @Test func `channels without weights stay as they are`() {
    let network = Sequential([
      Dense(weight: Tensor([[0, 4]]), bias: Tensor([1, 1], shape: [2])), ReLU(),
      Dense(weight: Tensor([[3], [0]]), bias: Tensor([0], shape: [1])),
    ])
    #expect(network.equalizingLayers().parameters == network.parameters)
  }

  @Test func `the depthwise net stands INT8 per tensor when it is equalized`() throws {
    let kind = FashionModel.depthwise
    let network = try kind.pretrained(from: shippedData)
    let images = try FashionMNIST.validation(count: 40, from: shippedData).images
      .reshaped(to: [40, 28, 28, 1])
    let exact = network(images)
    let equalized = network.equalizingLayers()
    let size = exact.elements.map(abs).max() ?? 0
    let same = equalized(images)
    #expect(zip(exact.elements, same.elements).allSatisfy { abs($0 - $1) < size * 1e-4 })
    let coarse = UniformQuantizer(format: .int8, granularity: .tensor)
    func error(_ network: Sequential) throws -> Float {
      let rounded = try network.quantizingWeights(with: coarse).network(images)
      return zip(exact.elements, rounded.elements).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    #expect(try error(equalized) < error(network.foldingBatchNorms()) / 2)
  }
}
