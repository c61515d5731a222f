extension Dense {
  /// How the loss changes with the parameters of a dense layer.
  public struct Gradient: Equatable, Sendable {
    /// ∂loss/∂weight, shape `[inputs, outputs]`.
    public var weight: Tensor
    /// ∂loss/∂bias, shape `[outputs]`.
    public var bias: Tensor
  }
}

extension MultilayerPerceptron {
  /// The mean cross-entropy of a batch and how it changes with the parameters of each layer.
  ///
  /// - Parameters:
  ///   - images: shape `[batch, inputs]`.
  ///   - labels: for each image its class.
  /// - Returns: the loss in nats, and one gradient for each layer, in their order.
  public func lossAndGradients(
    images: Tensor, labels: [Int]
  ) -> (loss: Float, gradients: [Dense.Gradient]) {
    var generator = SplitMix64(seed: 0)
    let pass = forward(images, using: &generator)
    let parameters = pass.backward(
      Tensor.crossEntropyGradient(logits: pass.output, labels: labels), false
    ).parameters
    return (
      crossEntropy(logits: pass.output, labels: labels),
      layers.indices.map {
        Dense.Gradient(weight: parameters[2 * $0], bias: parameters[2 * $0 + 1])
      }
    )
  }
}
