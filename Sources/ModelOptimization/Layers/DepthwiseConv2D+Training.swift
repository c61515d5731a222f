extension DepthwiseConv2D: RectifyingLayer {
  /// The weights, and the bias where there is one.
  public var parameters: [Tensor] {
    get { [weight] + (bias.map { [$0] } ?? []) }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      weight = newValue[0]
      if bias != nil { bias = newValue[1] }
    }
  }

  /// "weight", and "bias" where there is one.
  public var parameterNames: [String] { bias == nil ? ["weight"] : ["weight", "bias"] }

  /// `[batch, height', width', channels]` for `[batch, height, width, channels]`, in the order of
  /// the layout.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    layout.ownShape(geometry(for: inputShape).outputShape)
  }

  /// `window height · window width` for each element of the output.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    geometry(for: inputShape).multiplyAdds
  }

  func geometry(for inputShape: [Int]) -> ConvolutionGeometry {
    window.convolution(
      of: layout.requireImages(inputShape, channels: channels, self), outputs: channels,
      groups: channels, self)
  }

  func apply(_ x: Tensor, rectified: Bool) -> Tensor {
    let geometry = geometry(for: x.shape)
    return layout.ownOrder(
      convolution(
        layout.kernelOrder(x), weight, bias: bias, rectified: rectified, geometry))
  }

  func forward(_ x: Tensor, rectified: Bool) -> ForwardPass {
    convolutionPass(
      x, weight, bias: bias, rectified: rectified, geometry(for: x.shape), layout, self)
  }
}
