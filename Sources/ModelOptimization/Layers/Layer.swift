/// A part of a network: a value that turns one tensor into another and is called like a function.
///
/// ```swift
/// let hidden = relu(dense(x))
/// ```
public protocol Layer: Sendable {
  /// Applies the layer to a batch, as it is used after training.
  ///
  /// - Parameter x: the first axis counts the examples of the batch.
  func callAsFunction(_ x: Tensor) -> Tensor

  /// The shape of the output for an input of the given shape, the batch included.
  ///
  /// An input that the layer does not take ends the program with a sentence that names the layer
  /// and both shapes.
  func outputShape(for inputShape: [Int]) -> [Int]

  /// The number of values that training adjusts.
  var parameterCount: Int { get }

  /// The multiplications, each with its addition, of one call; a count of FLOPs is twice this.
  ///
  /// Those of matrix products and convolutions are counted, as is usual; what is done once for
  /// each element (a bias, an activation, a normalization) is not.
  ///
  /// - Parameter inputShape: the shape of the input, the batch included.
  func multiplyAccumulates(for inputShape: [Int]) -> Int
}
