/// The hyperbolic tangent: squeezes each element into -1...1.
///
///     y = tanh(x)        dX = dY · (1 - y²)
///
/// The input has any shape, and the output the same.
public struct Tanh: ParameterlessLayer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies the layer to a tensor of any shape, which stays the same.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    mapElements(x) { Elementwise.tanh($0, into: $1, count: $2) }
  }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let y = self(x)
    return elementwisePass(output: y, keeping: y, of: self) {
      Elementwise.tanhGradient($0, $1, into: $2, count: $3)
    }
  }
}
