import ModelOptimization
import Testing

/// How a layer's backward pass is held against slopes of its own forward pass.
struct SlopeCase: CustomTestStringConvertible, Sendable {
  var name: String
  var layer: any TrainableLayer
  var x: Tensor
  /// The steps of the input and of the parameters. Where the output is a straight line along each
  /// number, a long step keeps rounding small; where it is a curve, a short one its bending.
  var step: Float
  var tolerance: Double

  var testDescription: String { name }

  static let all: [SlopeCase] = {
    var generator = SplitMix64(seed: 3)
    let images = randomTensor([2, 5, 4, 4], seed: 4)
    let rows = randomTensor([4, 6], seed: 5)
    let spaced = spacedTensor([2, 5, 4, 4], distance: 0.1, seed: 6)
    var norm = BatchNorm(channels: 4)
    norm.parameters = [randomTensor([4], seed: 7), randomTensor([4], seed: 8)]
    var layerNorm = LayerNorm(width: 6)
    layerNorm.parameters = [randomTensor([6], seed: 7), randomTensor([6], seed: 8)]
    /// Straight lines: only rounding, 1e-6 / 0.25, and its sums.
    func straight(_ name: String, _ layer: any TrainableLayer, _ x: Tensor) -> SlopeCase {
      SlopeCase(name: name, layer: layer, x: x, step: 0.25, tolerance: 5e-5)
    }
    /// Straight between bends, which are more than 0.04 away.
    func bent(_ name: String, _ layer: any TrainableLayer, _ x: Tensor) -> SlopeCase {
      SlopeCase(name: name, layer: layer, x: x, step: 0.04, tolerance: 2e-4)
    }
    /// Curves: 1e-6 / 0.01 of rounding, and 0.01² / 6 times a third slope of up to some tens.
    func curved(_ name: String, _ layer: any TrainableLayer, _ x: Tensor) -> SlopeCase {
      SlopeCase(name: name, layer: layer, x: x, step: 0.01, tolerance: 2e-3)
    }
    let dense = Dense(inputs: 6, outputs: 3, using: &generator)
    let convolution = Conv2D(
      inputs: 4, outputs: 6, size: 3, stride: 2, padding: 1, groups: 2, using: &generator)
    let sideways = Conv2D(inputs: 5, outputs: 3, size: 3, layout: .nchw, using: &generator)
    let depthwise = DepthwiseConv2D(channels: 4, size: 3, padding: 1, using: &generator)
    let square = Dense(inputs: 6, outputs: 6, using: &generator)
    return [
      straight("a dense layer", dense, rows),
      straight("a convolution", convolution, images),
      straight("a convolution of channels first", sideways, images),
      straight("a depthwise convolution", depthwise, images),
      straight("average pooling", AveragePool2D(size: 3, stride: 2, padding: 1), images),
      straight("global average pooling", GlobalAveragePool(), images),
      straight("flattening", Flatten(), images),
      straight("dropout", Dropout(rate: 0.4), images),
      bent("a ReLU", ReLU(), spaced),
      bent("a leaky ReLU", LeakyReLU(slope: 0.3), spaced),
      bent("max pooling", MaxPool2D(size: 2), spaced),
      bent("max pooling with overlap", MaxPool2D(size: 3, stride: 1, padding: 1), spaced),
      curved("a sigmoid", Sigmoid(), rows),
      curved("a hyperbolic tangent", Tanh(), rows),
      curved("a GELU", GELU(), rows),
      curved("a softmax", Softmax(), rows),
      curved("batch norm of images", norm, images),
      curved("batch norm of rows", norm, randomTensor([7, 4], seed: 9)),
      curved("layer norm", layerNorm, rows),
      curved(
        "attention", MultiHeadAttention(width: 6, heads: 3, using: &generator),
        randomTensor([2, 4, 6], seed: 10)),
      curved(
        "causal attention",
        MultiHeadAttention(width: 6, heads: 2, isCausal: true, using: &generator),
        randomTensor([2, 4, 6], seed: 10)),
      curved(
        "an LSTM", LSTM(inputs: 3, hidden: 4, using: &generator), randomTensor([2, 4, 3], seed: 11)
      ),
      curved(
        "an LSTM's last step",
        LSTM(inputs: 3, hidden: 4, returnsSequence: false, using: &generator),
        randomTensor([2, 4, 3], seed: 11)),
      curved("a residual", Residual([square, Tanh(), square]), rows),
      curved(
        "a residual with a shortcut",
        Residual([dense, Tanh()], shortcut: [Dense(inputs: 6, outputs: 3, using: &generator)]),
        rows),
      curved(
        "layers one after the other",
        Sequential([
          Conv2D(inputs: 4, outputs: 3, size: 3, using: &generator), BatchNorm(channels: 3),
          Sigmoid(), Flatten(), Dense(inputs: 18, outputs: 4, using: &generator), Tanh(),
        ]), images),
    ]
  }()
}

@Suite struct `A layer's gradient` {
  @Test(arguments: SlopeCase.all)
  func `is the slope of its forward pass, for the input and every parameter`(_ slope: SlopeCase) {
    let error = largestSlopeError(slope.layer, slope.x, step: slope.step)
    #expect(error < slope.tolerance)
  }

  /// The bends of a ReLU behind other layers cannot be kept away from; so the fused pass is held
  /// against the two passes that it stands for, whose slopes are tested above.
  @Test(arguments: [
    SlopeCase.all[0], SlopeCase.all[1], SlopeCase.all[2], SlopeCase.all[3],
    SlopeCase.all[16], SlopeCase.all[17],
  ])
  func `is the same whether ReLU follows in the same pass or in one of its own`(
    _ slope: SlopeCase
  ) {
    let together = runBoth(Sequential([slope.layer, ReLU()]), slope.x)
    // Something between the two keeps them apart, and changes nothing.
    let apart = runBoth(Sequential([slope.layer, Dropout(rate: 0), ReLU()]), slope.x)
    #expect(together.output == apart.output)
    #expect(together.output.elements.contains(0) && together.output.elements.contains { $0 > 0 })
    #expect(largestDifference(together.gradient.input, apart.gradient.input) < 1e-6)
    #expect(together.gradient.parameters.count == apart.gradient.parameters.count)
    for (one, other) in zip(together.gradient.parameters, apart.gradient.parameters) {
      #expect(largestDifference(one, other) < 1e-5)
    }
    #expect(together.layer.statistics == apart.layer.statistics)
    #expect(Sequential([slope.layer, ReLU()])(slope.x) == ReLU()(slope.layer(slope.x)))
  }

  /// Where the two are of the same shape; infinite elsewhere.
  func largestDifference(_ one: Tensor?, _ other: Tensor?) -> Float {
    guard let one, let other, one.shape == other.shape else { return .infinity }
    return zip(one.elements, other.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func `of a network runs backward once, and then ends the program`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      var model = Sequential([ReLU()])
      let pass = model.forward(Tensor([[1, 2]]), using: &generator)
      _ = pass.backward(pass.output, true)
      _ = pass.backward(pass.output, true)
    }
    expectMessage(result, "The backward pass of a network runs once")
  }

  @Test func `of a network frees what a layer remembered before the layer below it runs`() {
    let watch = Watch()
    let model = Sequential([
      Remembering(watch: watch, isAbove: false), Remembering(watch: watch, isAbove: true),
    ])
    _ = runBoth(model, Tensor([[1, 2]]))
    #expect(watch.wasAliveAbove == true)
    #expect(watch.isAliveBelow == false)
  }

  @Test func `refuses a gradient that is not of its output's shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let dense = Dense(inputs: 3, outputs: 2, using: &generator)
      let pass = {
        var dense = dense; return dense.forward(Tensor(zeros: [4, 3]), using: &generator)
      }()
      _ = pass.backward(Tensor(zeros: [4, 3]), true)
    }
    expectMessage(
      result,
      "Dense(3 → 2) gave an output of shape [4, 2]; its gradient has that shape, and not [4, 3].")
  }
}

/// Sees when what a layer remembered goes.
private final class Watch: @unchecked Sendable {
  weak var memory: Memory?
  /// Whether the layer above had its memory when its own backward pass ran.
  var wasAliveAbove: Bool?
  /// Whether it still had it when the layer below ran.
  var isAliveBelow: Bool?
}

private final class Memory: Sendable {}

/// A layer of somebody else's: passes everything on, and remembers something in between.
private struct Remembering: TrainableLayer {
  let watch: Watch
  let isAbove: Bool
  var parameters: [Tensor] = []
  var parameterNames: [String] { [] }

  init(watch: Watch, isAbove: Bool) {
    self.watch = watch
    self.isAbove = isAbove
  }

  func callAsFunction(_ x: Tensor) -> Tensor { x }
  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
  func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }

  func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let memory = Memory()
    if isAbove { watch.memory = memory }
    return ForwardPass(output: x) { [watch, isAbove] dY, _ in
      if isAbove {
        watch.wasAliveAbove = watch.memory === memory
      } else {
        withExtendedLifetime(memory) { watch.isAliveBelow = watch.memory != nil }
      }
      return LayerGradient(input: dY, parameters: [])
    }
  }
}
