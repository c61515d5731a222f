// Legend, as in all backward passes:
//
//   x   the input of the layer
//   y   its output
//   dX  ∂loss/∂x, of the shape of x; likewise dY, dW (weight), dB (bias)

extension Dense: RectifyingLayer {
  /// The weights and the bias.
  public var parameters: [Tensor] {
    get { [weight, bias] }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      (weight, bias) = (newValue[0], newValue[1])
    }
  }

  /// "weight" and "bias".
  public var parameterNames: [String] { ["weight", "bias"] }

  func apply(_ x: Tensor, rectified: Bool) -> Tensor {
    requireInput(x.shape)
    return product(x, weight, bias: bias, rectified: rectified)
  }

  /// Backward:
  ///
  ///     dW = xᵀ · dY        dB = Σ over rows of dY        dX = dY · weightᵀ
  func forward(_ x: Tensor, rectified: Bool) -> ForwardPass {
    let y = apply(x, rectified: rectified)
    let (shape, rectifiedOutput) = (y.shape, rectified ? y : nil)
    return ForwardPass(output: y) { [self] dY, needsInput in
      requireGradient(dY, fits: shape, of: self)
      let dY = rectifiedOutput.map { rectifiedGradient(output: $0, outputGradient: dY) } ?? dY
      return LayerGradient(
        input: needsInput ? matmul(dY, weight, transposing: .right) : nil,
        parameters: [matmul(x, dY, transposing: .left), columnSums(dY)])
    }
  }
}
