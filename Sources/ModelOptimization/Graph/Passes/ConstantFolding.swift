/// Computes now what is the same for every input: a node that reads constants alone becomes one.
public struct ConstantFolding: GraphPass {
  /// "constant folding"
  public let name = "constant folding"

  /// Creates the pass.
  public init() {}

  /// Folds every node that depends on no input. In training a layer stays: what it gives changes
  /// with its parameters, or by chance.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      let inputs = node.inputs.compactMap { edit[$0]?.operation.constant }
      guard !node.inputs.isEmpty, inputs.count == node.inputs.count,
        edit.mode == .inference || node.operation.layer == nil
      else { return false }
      let shape = edit.shape(of: node.name)
      var generator = SplitMix64(seed: 0)
      let value = node.value(
        for: inputs.map { $0.reshaped(to: [1] + $0.shape) }, shape: shape, using: &generator)
      let constant = ComputationGraph.Node(node.name, .constant(value.reshaped(to: shape)))
      edit.replace(node, by: constant, "computed once and for all")
      return true
    }
  }
}
