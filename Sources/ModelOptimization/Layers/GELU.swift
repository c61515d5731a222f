/// The Gaussian error linear unit: each element times the probability that a standard normal
/// variable lies below it.
///
///     y = x · Φ(x)        dX = dY · (Φ(x) + x · φ(x))
///
/// with Φ(x) = (1 + erf(x / √2)) / 2 and φ(x) = exp(-x² / 2) / √(2π): the exact form, not the
/// approximation by tanh. The input has any shape, and the output the same.
///
/// Source: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, arXiv:1606.08415.
public struct GELU: ParameterlessLayer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies the layer to a tensor of any shape, which stays the same.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    mapElements(x) { Elementwise.gelu($0, into: $1, count: $2) }
  }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    elementwisePass(output: self(x), keeping: x, of: self) {
      Elementwise.geluGradient($0, $1, into: $2, count: $3)
    }
  }
}
