/// A rectifier that lets a little of the negative side pass, so that no unit dies.
///
///     y = x where x > 0, else slope · x        dX = dY where x > 0, else slope · dY
///
/// The input has any shape, and the output the same.
///
/// Source: Maas, Hannun, Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models",
/// ICML 2013.
public struct LeakyReLU: ParameterlessLayer, Equatable {
  /// What a negative element is multiplied by.
  public var slope: Float

  /// Creates the layer; it has no parameters.
  ///
  /// - Parameter slope: what a negative element is multiplied by.
  public init(slope: Float = 0.01) { self.slope = slope }

  /// Applies the layer to a tensor of any shape, which stays the same.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    mapElements(x) { Elementwise.leakyReLU($0, slope: slope, into: $1, count: $2) }
  }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    elementwisePass(output: self(x), keeping: x, of: self) { [slope] in
      Elementwise.leakyReLUGradient($0, $1, slope: slope, into: $2, count: $3)
    }
  }
}
