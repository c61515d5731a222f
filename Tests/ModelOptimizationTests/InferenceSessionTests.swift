import ModelOptimization
import Testing

/// Networks with random weights, batch norms with random statistics included.
enum SessionNetwork: String, CaseIterable {
  case perceptron, convolutional, depthwise, residual, layouts, windows, functions

  var inputShape: [Int] {
    switch self {
    case .perceptron: [28 * 28]
    case .convolutional, .depthwise: [28, 28, 1]
    case .residual: [9, 7, 3]
    case .layouts: [2, 8, 6]
    case .windows: [15, 13, 6]
    case .functions: [17]
    }
  }

  var model: Sequential {
    var generator = SplitMix64(seed: 5)
    switch self {
    case .perceptron:
      return Sequential([
        Dense(inputs: 784, outputs: 256, using: &generator), ReLU(), Dropout(rate: 0.5),
        Dense(inputs: 256, outputs: 128, using: &generator), ReLU(),
        Dense(inputs: 128, outputs: 10, using: &generator),
      ])
    case .convolutional:
      return Sequential([
        Conv2D(inputs: 1, outputs: 32, size: 5, padding: 2, using: &generator), ReLU(),
        MaxPool2D(size: 2),
        Conv2D(inputs: 32, outputs: 64, size: 5, padding: 2, using: &generator), ReLU(),
        MaxPool2D(size: 2), Flatten(),
        Dense(inputs: 3136, outputs: 512, using: &generator), ReLU(),
        Dense(inputs: 512, outputs: 10, using: &generator),
      ])
    case .depthwise:
      var layers = normalized(
        Conv2D(inputs: 1, outputs: 32, size: 3, padding: 1, hasBias: false, using: &generator), 32)
      for (inputs, outputs, stride) in [(32, 64, 2), (64, 96, 2), (96, 96, 1)] {
        layers += normalized(
          DepthwiseConv2D(
            channels: inputs, size: 3, stride: stride, padding: 1, hasBias: false,
            using: &generator), inputs)
        layers += normalized(
          Conv2D(inputs: inputs, outputs: outputs, size: 1, hasBias: false, using: &generator),
          outputs)
      }
      return Sequential(
        layers + [GlobalAveragePool(), Dense(inputs: 96, outputs: 10, using: &generator)])
    case .residual:
      let body: [any TrainableLayer] =
        normalized(Conv2D(inputs: 8, outputs: 8, size: 3, padding: 1, using: &generator), 8)
        + [Conv2D(inputs: 8, outputs: 8, size: 3, padding: 1, using: &generator), norm(8)]
      return Sequential([
        Conv2D(inputs: 3, outputs: 8, size: 3, padding: 1, using: &generator),
        Residual(body), ReLU(),
        Residual(
          [Conv2D(inputs: 8, outputs: 12, size: 3, padding: 1, using: &generator), ReLU()],
          shortcut: [Conv2D(inputs: 8, outputs: 12, size: 1, using: &generator)]),
        Residual([]), norm(12), GlobalAveragePool(), Residual([ReLU()]),
        Dense(inputs: 12, outputs: 5, using: &generator), norm(5), Softmax(),
      ])
    case .layouts:
      return Sequential([
        Conv2D(inputs: 2, outputs: 4, size: 3, padding: 1, layout: .nchw, using: &generator),
        BatchNorm(channels: 4, layout: .nchw), ReLU(), MaxPool2D(size: 2, layout: .nchw),
        Flatten(), Dense(inputs: 48, outputs: 3, using: &generator),
      ])
    case .windows:
      return Sequential([
        Conv2D(
          inputs: 6, outputs: 8, size: 3, stride: 2, padding: 1, groups: 2, using: &generator),
        LeakyReLU(slope: 0.1), AveragePool2D(size: 3, stride: 1, padding: 1),
        MaxPool2D(size: 3, stride: 2, padding: 1),
        DepthwiseConv2D(channels: 8, size: 3, padding: 2, using: &generator), ReLU(),
        Conv2D(inputs: 8, outputs: 4, size: 2, using: &generator), MaxPool2D(size: 2), Flatten(),
      ])
    case .functions:
      return Sequential([
        norm(17), ReLU(), Dense(inputs: 17, outputs: 9, using: &generator), GELU(),
        Sequential([Tanh(), Sigmoid(), LayerNorm(width: 9)]), Flatten(), Dropout(rate: 0.1),
      ])
    }

    func norm(_ channels: Int) -> BatchNorm {
      BatchNorm(
        weight: random(channels, from: 0.5), bias: random(channels, from: -0.5),
        runningMean: random(channels, from: -0.5), runningVariance: random(channels, from: 0.2))
    }
    func random(_ count: Int, from least: Float) -> Tensor {
      Tensor((0..<count).map { _ in least + generator.nextUnit() }, shape: [count])
    }
    func normalized(_ layer: any TrainableLayer, _ channels: Int) -> [any TrainableLayer] {
      [layer, norm(channels), ReLU()]
    }
  }

  func input(_ batch: Int, seed: UInt64 = 3) -> Tensor {
    randomTensor([batch] + inputShape, seed: seed)
  }
}

/// The largest difference of two tensors relative to the largest element of the second; infinite
/// where a shape or a NaN differs.
func relativeDistance(_ actual: Tensor, _ expected: Tensor) -> Float {
  guard actual.shape == expected.shape else { return .infinity }
  let largest = max(1e-3, expected.elements.map(abs).filter { !$0.isNaN }.max() ?? 0)
  return zip(actual.elements, expected.elements).map {
    $0.isNaN || $1.isNaN ? ($0.isNaN == $1.isNaN ? 0 : .infinity) : abs($0 - $1) / largest
  }.max() ?? 0
}

@Suite struct `An inference session` {
  // Folding a batch norm and other ways to sum a convolution round differently: a few units in
  // the last place of each layer, which add up over the layers to far less than this.
  static let tolerance: Float = 2e-5

  @Test(arguments: SessionNetwork.allCases)
  func `gives what the layers give`(network: SessionNetwork) {
    let model = network.model
    let session = InferenceSession(model, inputShape: network.inputShape, maximumBatch: 5)
    for batch in [1, 2, 5, 3] {
      let x = network.input(batch, seed: UInt64(batch))
      #expect(relativeDistance(session(x), model(x)) < Self.tolerance, "batch \(batch)")
    }
  }

  @Test(arguments: SessionNetwork.allCases)
  func `gives the same bits for every number of threads`(network: SessionNetwork) {
    let prepared = PreparedModel(network.model, inputShape: network.inputShape)
    let x = network.input(11)
    let alone = InferenceSession(prepared, maximumBatch: 11)(x)
    for threads in [2, 3, 4] {
      let session = InferenceSession(prepared, maximumBatch: 11, threads: threads)
      #expect(session(x) == alone, "\(threads) threads")
      #expect(session(x.rows(4..<5)) == alone.rows(4..<5), "one example, \(threads) threads")
    }
  }

  @Test(arguments: SessionNetwork.allCases)
  func `gives an example the same bits whatever comes with it`(network: SessionNetwork) {
    let prepared = PreparedModel(network.model, inputShape: network.inputShape)
    let x = network.input(37)
    let session = InferenceSession(prepared, maximumBatch: 64)
    let together = session(x)
    for range in [0..<1, 36..<37, 3..<10, 17..<36] {
      #expect(session(x.rows(range)) == together.rows(range), "examples \(range)")
      let own = InferenceSession(prepared, maximumBatch: range.count)
      #expect(own(x.rows(range)) == together.rows(range), "examples \(range), own session")
    }
  }

  @Test(arguments: SessionNetwork.allCases)
  func `lets a NaN show in its own example only`(network: SessionNetwork) {
    let session = InferenceSession(
      network.model, inputShape: network.inputShape, maximumBatch: 3, threads: 2)
    let x = network.input(3)
    var elements = x.elements
    elements[x.columnCount + x.columnCount / 2] = .nan
    let (clean, marked) = (session(x), session(Tensor(elements, shape: x.shape)))
    #expect(marked.rows(0..<1) == clean.rows(0..<1))
    #expect(marked.rows(2..<3) == clean.rows(2..<3))
    #expect(marked.rows(1..<2).elements.contains { $0.isNaN })
    #expect(session(x) == clean, "nothing of a NaN stays behind")
  }

  @Test func `writes where the caller says`() {
    let network = SessionNetwork.convolutional
    let session = InferenceSession(network.model, inputShape: network.inputShape, maximumBatch: 4)
    let x = network.input(3)
    var output = [Float](repeating: 7, count: 40)
    output.withUnsafeMutableBufferPointer {
      var part = UnsafeMutableBufferPointer(rebasing: $0[5..<35]).mutableSpan
      session.run(x.elements.span, batch: 3, into: &part)
    }
    #expect(Array(output[5..<35]) == session(x).elements)
    #expect(output[..<5].allSatisfy { $0 == 7 } && output[35...].allSatisfy { $0 == 7 })
  }

  @Test func `gives an empty result for an empty batch`() {
    let network = SessionNetwork.depthwise
    let session = InferenceSession(network.model, inputShape: network.inputShape, maximumBatch: 4)
    #expect(session(Tensor(zeros: [0, 28, 28, 1])) == Tensor(zeros: [0, 10]))
    #expect(session(network.input(2)).shape == [2, 10])
  }

  @Test func `copies where there is nothing to compute`() {
    let x = randomTensor([3, 2, 4], seed: 1)
    let empty = InferenceSession(Sequential([]), inputShape: [2, 4], maximumBatch: 3)
    #expect(empty(x) == x)
    let flat = InferenceSession(
      Sequential([Flatten(), Dropout(rate: 0.2)]), inputShape: [2, 4], maximumBatch: 3)
    #expect(flat(x) == x.reshaped(to: [3, 8]))
    #expect(flat.model.operators.isEmpty && flat.activationBytes < 1024)
  }

  @Test func `takes a perceptron and a single layer as well`() {
    var generator = SplitMix64(seed: 2)
    let perceptron = MultilayerPerceptron(sizes: [12, 9, 4], using: &generator)
    let x = randomTensor([6, 12], seed: 4)
    let session = InferenceSession(perceptron, inputShape: [12], maximumBatch: 6)
    #expect(relativeDistance(session(x), perceptron(x)) < Self.tolerance)
    #expect(session.model.operators.map(\.name) == ["0 Dense + ReLU", "1 Dense"])
    let single = InferenceSession(perceptron.layers[0], inputShape: [12], maximumBatch: 6)
    #expect(relativeDistance(single(x), perceptron.layers[0](x)) < Self.tolerance)
  }

  @Test func `keeps the weights that it was made with`() {
    var model = SessionNetwork.perceptron.model
    let session = InferenceSession(model, inputShape: [784], maximumBatch: 2)
    let x = SessionNetwork.perceptron.input(2)
    let before = session(x)
    model.parameters = model.parameters.map { Tensor(zeros: $0.shape) }
    #expect(session(x) == before && model(x) != before)
  }

  @Test func `runs layers that have no operator of their own`() {
    var generator = SplitMix64(seed: 8)
    let model = Sequential([
      Dense(inputs: 6, outputs: 8, using: &generator), ReLU(), Doubled(),
      Dense(inputs: 8, outputs: 3, using: &generator),
    ])
    let session = InferenceSession(model, inputShape: [6], maximumBatch: 9, threads: 2)
    let x = randomTensor([9, 6], seed: 5)
    #expect(relativeDistance(session(x), model(x)) < Self.tolerance)
    #expect(session.model.operators.map(\.kind) == ["dense", "layer", "dense"])
  }

  @Test func `serves callers on several threads one after the other`() async {
    let network = SessionNetwork.depthwise
    let session = InferenceSession(
      network.model, inputShape: network.inputShape, maximumBatch: 4, threads: 2)
    let inputs = (0..<8).map { network.input(1 + $0 % 4, seed: UInt64($0)) }
    let expected = inputs.map { session($0) }
    let wrong = await withTaskGroup(of: Bool.self) { group in
      for call in 0..<64 {
        group.addTask { session(inputs[call % 8]) != expected[call % 8] }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wrong == 0)
  }

  @Test func `shares a prepared model with other sessions at the same time`() async {
    let network = SessionNetwork.convolutional
    let prepared = PreparedModel(network.model, inputShape: network.inputShape)
    let x = network.input(4)
    let expected = InferenceSession(prepared, maximumBatch: 4)(x)
    let wrong = await withTaskGroup(of: Bool.self) { group in
      for threads in [1, 2, 1, 2] {
        group.addTask {
          let session = InferenceSession(prepared, maximumBatch: 4, threads: threads)
          return (0..<5).contains { _ in session(x) != expected }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wrong == 0)
  }
}

/// A layer that nobody prepared for.
private struct Doubled: TrainableLayer {
  var parameters: [Tensor] = []
  var parameterNames: [String] { [] }
  func callAsFunction(_ x: Tensor) -> Tensor { Tensor(x.elements.map { 2 * $0 }, shape: x.shape) }
  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
  func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }
  mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    ForwardPass(output: self(x)) { dY, _ in
      LayerGradient(input: Tensor(dY.elements.map { 2 * $0 }, shape: dY.shape), parameters: [])
    }
  }
}
