/// A part of a network: a value that turns one tensor into another and is called like a function.
///
/// ```swift
/// let hidden = relu(dense(x))
/// ```
public protocol Layer: Sendable {
  /// Applies the layer to a batch.
  ///
  /// - Parameter x: the first axis counts the examples of the batch.
  func callAsFunction(_ x: Tensor) -> Tensor

  /// The number of values that training adjusts.
  var parameterCount: Int { get }

  /// The multiplications, each with its addition, of one call; a count of FLOPs is twice this.
  ///
  /// - Parameter batch: the number of examples.
  func multiplyAccumulates(batch: Int) -> Int
}
