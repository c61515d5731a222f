/// What one step of a prepared model is, and what it costs.
///
/// Counts are for one example; multiply by the batch, except `weightBytes`, which are read once
/// for as many examples as go through the step together.
public struct OperatorDescription: Equatable, Sendable {
  /// The places of its layers in the model, and what they are: "0-2 Conv2D + BatchNorm + ReLU".
  public let name: String
  /// The kernel that runs it: "convolution", "depthwise convolution", "dense" and so on; "layer"
  /// where the model's own layer is called, which allocates its result.
  public let kind: String
  /// The shape of the input without the batch.
  public let inputShape: [Int]
  /// The shape of the output without the batch.
  public let outputShape: [Int]
  /// The multiplications, each with its addition, that the layers ask for; an algorithm such as
  /// Winograd's gets by with fewer.
  public let multiplyAccumulates: Int
  /// The floating-point operations: two for each multiply-accumulate, and those of biases,
  /// activations, pooling and sums.
  public let floatingPointOperations: Int
  /// The bytes of weights and biases, as they lie in memory.
  public let weightBytes: Int
  /// The bytes of activations that are read and written.
  public let activationBytes: Int
}
