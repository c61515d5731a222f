import ModelOptimization
import Testing

@Suite struct `A gradient` {
  /// Far enough for the loss to change by much more than its rounding, near enough for the loss
  /// to be a straight line.
  let step: Float = 1e-3

  let images = randomTensor([6, 8], seed: 11)
  let labels = [0, 3, 2, 1, 3, 0]

  func makeModel() -> MultilayerPerceptron {
    var generator = SplitMix64(seed: 12)
    var model = MultilayerPerceptron(sizes: [8, 7, 5, 4], using: &generator)
    for index in model.layers.indices {
      let bias = randomTensor(model.layers[index].bias.shape, seed: UInt64(20 + index))
      model.layers[index].bias = bias
    }
    return model
  }

  /// The slope of the loss along one parameter, from a step to each side; nil where a ReLU opens
  /// or closes on the way, since the loss has a bend there and no slope.
  func slope(
    of model: MultilayerPerceptron, _ parameter: WritableKeyPath<MultilayerPerceptron, Tensor>,
    at index: Int
  ) -> Float? {
    func moved(by offset: Float) -> MultilayerPerceptron {
      var model = model
      var elements = model[keyPath: parameter].elements
      elements[index] += offset
      model[keyPath: parameter] = Tensor(elements, shape: model[keyPath: parameter].shape)
      return model
    }
    let (below, above) = (moved(by: -step), moved(by: step))
    guard openUnits(of: below) == openUnits(of: above) else { return nil }
    let change =
      crossEntropy(logits: above(images), labels: labels)
      - crossEntropy(logits: below(images), labels: labels)
    return change / (2 * step)
  }

  /// Which hidden units are above zero, for each image.
  func openUnits(of model: MultilayerPerceptron) -> [Bool] {
    var activation = images
    var open: [Bool] = []
    for layer in model.layers.dropLast() {
      activation = ReLU()(layer(activation))
      open += activation.elements.map { $0 > 0 }
    }
    return open
  }

  @Test func `of the whole network is the slope of its loss, for every weight and bias`() {
    let model = makeModel()
    var generator = SplitMix64(seed: 14)
    let pass = model.forward(images, using: &generator)
    #expect(pass.output == model(images))
    let gradient = pass.backward(
      Tensor.crossEntropyGradient(logits: pass.output, labels: labels), false)
    #expect(gradient.input == nil)
    #expect(gradient.parameters.map(\.shape) == model.parameters.map(\.shape))
    let gradients = gradient.parameters
    var errors: [Float] = []
    for layer in model.layers.indices {
      for (index, gradient) in gradients[2 * layer].elements.enumerated() {
        let slope = slope(of: model, \.layers[layer].weight, at: index)
        if let slope { errors.append(abs(slope - gradient)) }
      }
      for (index, gradient) in gradients[2 * layer + 1].elements.enumerated() {
        let slope = slope(of: model, \.layers[layer].bias, at: index)
        if let slope { errors.append(abs(slope - gradient)) }
      }
    }
    // Rounding leaves an error of 1e-7 / step, which is 1e-4, and the curvature one of step²,
    // which is less; the largest gradients are near 0.5.
    let worst = errors.max() ?? .infinity
    #expect(worst < 5e-4, "the largest difference is \(worst)")
    #expect(Double(errors.count) > 0.9 * Double(model.parameterCount))
    let largest = gradients.flatMap(\.elements).map(abs).max() ?? 0
    #expect(largest > 0.05, "the test would pass with gradients of zero")
  }

  @Test func `of cross-entropy adds up to zero in each row`() {
    let logits = randomTensor([3, 4], seed: 13)
    let gradient = Tensor.crossEntropyGradient(logits: logits, labels: [1, 0, 3])
    for row in 0..<3 {
      #expect(abs(gradient[row].reduce(0, +)) < 1e-7)
      #expect(gradient[row].filter { $0 < 0 }.count == 1)
    }
    #expect(gradient[0, 1] < 0 && gradient[1, 0] < 0 && gradient[2, 3] < 0)
  }

  @Test func `passes ReLU where the input was positive, and nowhere else`() throws {
    let (_, gradient, _) = runBoth(
      ReLU(), Tensor([-1, 0, 2, 3], shape: [2, 2]),
      outputGradient: Tensor([10, 20, 30, 40], shape: [2, 2]))
    #expect(try #require(gradient.input).elements == [0, 0, 30, 40])
  }

  @Test func `reaches the input of a dense layer through its weights`() {
    let dense = Dense(weight: Tensor([[1, 2], [3, 4], [5, 6]]), bias: Tensor(zeros: [2]))
    let (_, gradient, _) = runBoth(
      dense, Tensor(zeros: [1, 3]), outputGradient: Tensor([[1, 10]]))
    #expect(gradient.input == Tensor([[21, 43, 65]]))
  }
}
