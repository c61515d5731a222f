/// The logistic function: squeezes each element into 0...1.
///
///     y = 1 / (1 + exp(-x))        dX = dY · y · (1 - y)
///
/// The input has any shape, and the output the same.
public struct Sigmoid: ParameterlessLayer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies the layer to a tensor of any shape, which stays the same.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    mapElements(x) { Elementwise.sigmoid($0, into: $1, count: $2) }
  }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let y = self(x)
    return elementwisePass(output: y, keeping: y, of: self) {
      Elementwise.sigmoidGradient($0, $1, into: $2, count: $3)
    }
  }
}
