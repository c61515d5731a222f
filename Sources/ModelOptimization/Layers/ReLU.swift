/// The rectified linear unit: negative elements become zero, the others pass.
///
///     y = max(x, 0)        dX = dY where y > 0, else 0
///
/// The input has any shape, and the output the same. NaN stays NaN.
///
/// Source: Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines",
/// ICML 2010.
public struct ReLU: ParameterlessLayer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies the layer to a tensor of any shape, which stays the same.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    mapElements(x) { Elementwise.relu($0, into: $1, count: $2) }
  }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let y = self(x)
    return elementwisePass(output: y, keeping: y, of: self) {
      Elementwise.reluGradient($0, $1, into: $2, count: $3)
    }
  }
}

/// How the loss changes with what went into a ReLU: as with what came out where it is open, and
/// not at all where it is shut.
func rectifiedGradient(output y: Tensor, outputGradient dY: Tensor) -> Tensor {
  mapElements(y, dY) { Elementwise.reluGradient($0, $1, into: $2, count: $3) }
}
