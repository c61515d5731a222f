/// How many weights of a network are zero, layer by layer.
public struct SparsityReport: Equatable, Sendable {
  /// One prunable parameter.
  public struct Row: Equatable, Sendable {
    /// Its name: "3.weight".
    public let name: String
    /// Its axes.
    public let shape: [Int]
    /// Its elements that are zero.
    public let zeros: Int
    /// Its elements.
    public let count: Int

    /// The share of zeros, from 0 to 1.
    public var sparsity: Double { Double(zeros) / Double(count) }
  }

  /// The prunable parameters, in the order of the network.
  public let rows: [Row]
  /// The parameters of the network, biases and norms included.
  public let parameterCount: Int

  /// Counts the zeros of a network.
  public init(_ model: some TrainableLayer) {
    parameterCount = model.parameterCount
    rows = zip(model.parameterNames, model.parameters)
      .filter { PrunableWeights.isPrunable($0, $1) }
      .map { name, tensor in
        Row(
          name: name, shape: tensor.shape, zeros: tensor.elements.count { $0 == 0 },
          count: tensor.count)
      }
  }

  /// The zeros of all prunable parameters.
  public var zeros: Int { rows.reduce(0) { $0 + $1.zeros } }
  /// The elements of all prunable parameters.
  public var count: Int { rows.reduce(0) { $0 + $1.count } }
  /// The share of zeros, from 0 to 1; 0 of a network without prunable parameters.
  public var sparsity: Double { count == 0 ? 0 : Double(zeros) / Double(count) }
}
