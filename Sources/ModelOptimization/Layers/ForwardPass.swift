/// What a forward pass in training mode gives.
public struct ForwardPass: Sendable {
  /// What the layer returned.
  public let output: Tensor
  /// From ∂loss/∂output, and whether ∂loss/∂input is asked for, to the gradients; called once.
  ///
  /// The first layer of a network is not asked for its input's gradient, which would cost as much
  /// as its parameters'. A composed layer frees what a part of it remembered as soon as the part
  /// has run, and therefore runs backward once only.
  public let backward: @Sendable (_ outputGradient: Tensor, _ needsInput: Bool) -> LayerGradient

  /// Creates a pass from what the layer returned and what it does backward.
  public init(
    output: Tensor,
    backward: @escaping @Sendable (_ outputGradient: Tensor, _ needsInput: Bool) -> LayerGradient
  ) {
    self.output = output
    self.backward = backward
  }
}

/// How the loss changes with what went into a layer.
public struct LayerGradient: Sendable {
  /// ∂loss/∂input, of the input's shape; nil where it was not asked for.
  public var input: Tensor?
  /// ∂loss/∂parameter for each of the layer's parameters, in their order.
  public var parameters: [Tensor]

  /// Creates a gradient from its parts.
  public init(input: Tensor?, parameters: [Tensor]) {
    self.input = input
    self.parameters = parameters
  }
}

/// Ends the program where a gradient does not have the shape of the output it belongs to.
func requireGradient(_ dY: Tensor, fits shape: [Int], of layer: some Layer) {
  require(
    dY.shape == shape,
    "\(layer) gave an output of shape \(shape); its gradient has that shape, "
      + "and not \(dY.shape).")
}
