/// Turns each example into one row.
///
/// The input has the shape `[batch, …]`, the output `[batch, the product of the others]`. The
/// elements stay in their order: of images with their channels last, the channels of the first
/// pixel come first, so that the weights behind differ in their order from those of PyTorch.
public struct Flatten: ParameterlessLayer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.reshaped(to: outputShape(for: x.shape)) }

  /// `[batch, the product of the others]`.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      !inputShape.isEmpty, "Flatten takes an input of shape [batch, …]; it was given a number.")
    return [inputShape[0], inputShape.dropFirst().reduce(1, *)]
  }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let (shape, y) = (x.shape, self(x))
    return ForwardPass(output: y) { [self, flat = y.shape] dY, needsInput in
      requireGradient(dY, fits: flat, of: self)
      return LayerGradient(input: needsInput ? dY.reshaped(to: shape) : nil, parameters: [])
    }
  }
}
