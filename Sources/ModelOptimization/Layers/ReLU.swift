/// The rectified linear unit: negative elements become zero, the others pass.
///
///     y = max(x, 0)
public struct ReLU: Layer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies the layer to a tensor of any shape, which stays the same. NaN stays NaN.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var y = x
    var values = y.storage.mutableSpan
    for index in values.indices where values[index] < 0 {
      values[index] = 0
    }
    return y
  }

  /// None.
  public var parameterCount: Int { 0 }

  /// None: a comparison is no multiplication.
  public func multiplyAccumulates(batch: Int) -> Int { 0 }
}
