// Backward passes. Each takes what the layer was given and how the loss changes with what it
// returned, and gives how the loss changes with everything that went in.
//
//   x   the input of the layer
//   y   its output
//   dX  ∂loss/∂x, of the shape of x; likewise dY, dW (weight), dB (bias)

extension Dense {
  /// How the loss changes with the parameters of a dense layer.
  public struct Gradient: Equatable, Sendable {
    /// ∂loss/∂weight, shape `[inputs, outputs]`.
    public var weight: Tensor
    /// ∂loss/∂bias, shape `[outputs]`.
    public var bias: Tensor
  }

  /// How the loss changes with the parameters.
  ///
  ///     dW = xᵀ · dY        dB = Σ over rows of dY
  ///
  /// - Parameters:
  ///   - x: what the layer was given, shape `[batch, inputs]`.
  ///   - dY: ∂loss/∂output, shape `[batch, outputs]`.
  public func gradient(input x: Tensor, outputGradient dY: Tensor) -> Gradient {
    requireInput(x)
    require(
      dY.shape == [x.rowCount, outputs],
      "Dense(\(inputs) → \(outputs)) gave an output of shape [\(x.rowCount), \(outputs)]; "
        + "its gradient has that shape, and not \(dY.shape).")
    var sums = Tensor(zeros: [outputs])
    for row in 0..<dY.rowCount {
      for column in 0..<outputs {
        sums.storage[column] += dY.storage[row * outputs + column]
      }
    }
    return Gradient(weight: matmul(x.transposed(), dY), bias: sums)
  }

  /// How the loss changes with the input.
  ///
  ///     dX = dY · weightᵀ
  ///
  /// - Parameter dY: ∂loss/∂output, shape `[batch, outputs]`.
  /// - Returns: shape `[batch, inputs]`.
  public func inputGradient(outputGradient dY: Tensor) -> Tensor {
    matmul(dY, weight.transposed())
  }
}

extension ReLU {
  /// How the loss changes with the input: as with the output where the input is positive, not at
  /// all elsewhere.
  ///
  /// - Parameters:
  ///   - x: what the layer was given.
  ///   - dY: ∂loss/∂output, of the same shape.
  public func inputGradient(input x: Tensor, outputGradient dY: Tensor) -> Tensor {
    require(
      x.shape == dY.shape,
      "ReLU keeps the shape \(x.shape) of its input; a gradient of shape \(dY.shape) was given.")
    var dX = dY
    let inputs = x.storage.span
    var gradients = dX.storage.mutableSpan
    for index in inputs.indices where inputs[index] <= 0 {
      gradients[index] = 0
    }
    return dX
  }
}

extension Tensor {
  /// How the mean cross-entropy changes with the logits.
  ///
  ///     ∂loss/∂logits[row, c] = (softmax(logits)[row, c] - (1 if c == labels[row])) / batch
  ///
  /// - Parameters:
  ///   - logits: shape `[batch, classes]`.
  ///   - labels: for each row, its class.
  /// - Returns: the shape of `logits`.
  public static func crossEntropyGradient(logits: Tensor, labels: [Int]) -> Tensor {
    requireLabels(labels, fit: logits)
    var gradient = softmax(logits)
    for (row, label) in labels.enumerated() { gradient[row, label] -= 1 }
    let batch = Float(labels.count)
    for index in gradient.storage.indices { gradient.storage[index] /= batch }
    return gradient
  }
}

extension MultilayerPerceptron {
  /// The mean cross-entropy of a batch and how it changes with the parameters of each layer.
  ///
  /// Backpropagation: the forward pass keeps the input of every layer, the backward pass goes
  /// from the last layer to the first.
  ///
  /// - Parameters:
  ///   - images: shape `[batch, inputs]`.
  ///   - labels: for each image its class.
  /// - Returns: the loss in nats, and one gradient for each layer, in their order.
  public func lossAndGradients(
    images: Tensor, labels: [Int]
  ) -> (loss: Float, gradients: [Dense.Gradient]) {
    let relu = ReLU()
    var outputs: [Tensor] = []  // of each layer, before ReLU
    var inputs = [images]  // of each layer
    for layer in layers {
      if let last = outputs.last { inputs.append(relu(last)) }
      outputs.append(layer(inputs[inputs.count - 1]))
    }
    let logits = outputs[outputs.count - 1]

    var dY = Tensor.crossEntropyGradient(logits: logits, labels: labels)
    var gradients: [Dense.Gradient] = []
    for index in layers.indices.reversed() {
      gradients.append(layers[index].gradient(input: inputs[index], outputGradient: dY))
      // Nobody asks how the loss changes with the images; it would cost as much as the rest.
      if index > 0 {
        let dX = layers[index].inputGradient(outputGradient: dY)
        dY = relu.inputGradient(input: outputs[index - 1], outputGradient: dX)
      }
    }
    return (crossEntropy(logits: logits, labels: labels), gradients.reversed())
  }
}
