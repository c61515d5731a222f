/// What a model costs before anything is run: parameters, bytes, operations.
///
/// These are the counts of the layers as they are written. What is run is less: an
/// `InferenceSession` fuses layers, and its operators say what they do.
public struct ModelCost: Equatable, Sendable {
  /// What one layer costs for one example.
  public struct LayerCost: Equatable, Sendable {
    /// The place of the layer, from 0, and what it is: `3 Conv2D(32 → 64, 5×5, padding 2)`.
    public let name: String
    /// The shape of its output without the batch.
    public let outputShape: [Int]
    /// The values that training adjusts.
    public let parameters: Int
    /// The multiplications of matrix products and convolutions, each with its addition.
    public let multiplyAccumulates: Int

    /// Two for each multiply-accumulate, as is usual; biases and activations are not counted.
    public var floatingPointOperations: Int { 2 * multiplyAccumulates }
  }

  /// The layers in their order.
  public let layers: [LayerCost]
  /// The shape of one example.
  public let inputShape: [Int]
  /// The values that are stored and not trained, such as the running means of batch norms.
  public let statistics: Int

  /// Those of all parameters and statistics.
  let shapes: [[Int]]

  /// Counts a model.
  ///
  /// A layer that does not take what the one before it gives ends the program with a sentence that
  /// names it and both shapes.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights.
  ///   - inputShape: the shape of one example, without the batch.
  public init(_ model: Sequential, inputShape: [Int]) {
    self.inputShape = inputShape
    statistics = model.statistics.reduce(0) { $0 + $1.count }
    shapes = (model.parameters + model.statistics).map(\.shape)
    var shape = [1] + inputShape
    layers = model.layers.enumerated().map { index, layer in
      let output = layer.outputShape(for: shape)
      defer { shape = output }
      // What has no description of its own would print all its weights.
      let kind = (layer as? any CustomStringConvertible)?.description ?? "\(type(of: layer))"
      return LayerCost(
        name: "\(index) \(kind)", outputShape: Array(output.dropFirst()),
        parameters: layer.parameterCount,
        multiplyAccumulates: layer.multiplyAccumulates(for: shape))
    }
  }

  /// The values that training adjusts.
  public var parameters: Int { layers.reduce(0) { $0 + $1.parameters } }
  /// The multiply-accumulates of one example.
  public var multiplyAccumulates: Int { layers.reduce(0) { $0 + $1.multiplyAccumulates } }
  /// Two for each multiply-accumulate of one example.
  public var floatingPointOperations: Int { 2 * multiplyAccumulates }

  /// The bytes of all parameters and statistics, were they stored so.
  public func weightBytes(in precision: WeightPrecision) -> Int {
    shapes.reduce(0) { $0 + precision.bytes(forShape: $1) }
  }
}
