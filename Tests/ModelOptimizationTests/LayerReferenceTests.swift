import ModelOptimization
import Testing

/// Compared with PyTorch in double precision; see `Fixtures/make_layers_reference.py`.
@Suite struct `A layer, compared with PyTorch's` {
  /// Sums of up to some hundred products of numbers near 1, relative to the larger of 1 and the
  /// number: each rounding is at most 2⁻²⁴ of a partial sum, which stays below 30.
  let tolerance = 2e-5

  static let cases: [(LayerCase, ImageLayout)] = LayerCase.all.flatMap { layerCase in
    (layerCase.isOfImages ? ImageLayout.allCases : [.nhwc]).map { (layerCase, $0) }
  }

  @Test func `stands in the table, every kind of it`() {
    let kinds = Set(LayerCase.all.map(\.kind))
    #expect(kinds.count == 17)
    #expect(Self.cases.count > LayerCase.all.count)
  }

  @Test(arguments: cases)
  func `gives the same after training`(_ layerCase: LayerCase, _ layout: ImageLayout) throws {
    var layer = try layerCase.layer(layout)
    // PyTorch ran in training mode first, which moved a batch norm's statistics.
    layer.statistics = layerCase.statisticsAfter.map(\.tensor)
    let x = layerCase.input.tensor.laidOut(layout)
    let y = layer(x)
    #expect(layer.outputShape(for: x.shape) == y.shape)
    let error = largestError(y.laidOutAsInPyTorch(layout), layerCase.inferenceOutput)
    #expect(error < tolerance)
  }

  @Test(arguments: cases)
  func `gives the same in training`(_ layerCase: LayerCase, _ layout: ImageLayout) throws {
    var layer = try layerCase.layer(layout)
    var generator = SplitMix64(seed: 0)
    let x = layerCase.input.tensor.laidOut(layout)
    let y = layer.forward(x, using: &generator).output
    #expect(largestError(y.laidOutAsInPyTorch(layout), layerCase.output) < tolerance)
    #expect(layer.statistics.count == layerCase.statisticsAfter.count)
    #expect(layer.statistics.count == layer.statisticNames.count)
    for (statistic, expected) in zip(layer.statistics, layerCase.statisticsAfter) {
      #expect(largestError(statistic, expected) < tolerance)
    }
  }

  @Test(arguments: cases)
  func `gives the same gradients`(_ layerCase: LayerCase, _ layout: ImageLayout) throws {
    var layer = try layerCase.layer(layout)
    var generator = SplitMix64(seed: 0)
    let pass = layer.forward(layerCase.input.tensor.laidOut(layout), using: &generator)
    let dY = layerCase.outputGradient.tensor.laidOut(layout)
    let gradient = pass.backward(dY, true)
    let dX = try #require(gradient.input).laidOutAsInPyTorch(layout)
    #expect(largestError(dX, layerCase.inputGradient) < tolerance)
    try #require(gradient.parameters.count == layerCase.parameterGradients.count)
    #expect(gradient.parameters.count == layer.parameterNames.count)
    for (parameter, expected) in zip(gradient.parameters, layerCase.parameterGradients) {
      #expect(largestError(parameter, expected) < tolerance)
    }
  }

  @Test(arguments: cases)
  func `leaves out the input's gradient where nobody asks`(
    _ layerCase: LayerCase, _ layout: ImageLayout
  ) throws {
    let layer = try layerCase.layer(layout)
    let x = layerCase.input.tensor.laidOut(layout)
    func gradient(needsInput: Bool) -> LayerGradient {
      var (layer, generator) = (layer, SplitMix64(seed: 0))
      let pass = layer.forward(x, using: &generator)
      return pass.backward(layerCase.outputGradient.tensor.laidOut(layout), needsInput)
    }
    let (without, with) = (gradient(needsInput: false), gradient(needsInput: true))
    #expect(without.input == nil)
    #expect(without.parameters == with.parameters)
  }

  @Test(arguments: cases)
  func `counts its parameters and takes them back`(
    _ layerCase: LayerCase, _ layout: ImageLayout
  ) throws {
    var layer = try layerCase.layer(layout)
    let parameters = layer.parameters
    #expect(parameters == layerCase.parameters.map(\.tensor))
    #expect(layer.parameterCount == parameters.reduce(0) { $0 + $1.count })
    layer.parameters = parameters.map { Tensor(zeros: $0.shape) }
    #expect(layer.parameters == parameters.map { Tensor(zeros: $0.shape) })
    layer.parameters = parameters
    #expect(layer.parameters == parameters)
  }
}
