/// Takes out nodes that give back what they are given.
///
/// Dropout after training; a ReLU of what is not negative; a sum with zeros and a product with
/// ones; a reshape to the shape that is there. Of a reshape behind a reshape the second is enough.
public struct RedundantNodeRemoval: GraphPass {
  /// "redundant-node removal"
  public let name = "redundant-node removal"

  /// Creates the pass.
  public init() {}

  /// Removes every such node.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard node.epilogue == ComputationGraph.Epilogue() else { return false }
      if let (kept, reason) = redundancy(of: node, in: edit) {
        edit.remove(node, inFavourOf: kept, reason)
        return true
      }
      guard node.operation.isReshape, let source = edit[node.inputs[0]],
        source.operation.isReshape, source.epilogue == ComputationGraph.Epilogue()
      else { return false }
      var direct = node
      direct.inputs = source.inputs
      edit.replace(node, by: direct, "the reshape before it skipped")
      return true
    }
  }

  /// The input that a node gives back unchanged, and why it does.
  private func redundancy(
    of node: ComputationGraph.Node, in edit: GraphEdit
  ) -> (kept: String, reason: String)? {
    switch node.operation {
    case .layer(is Dropout) where edit.mode == .inference:
      return (node.inputs[0], "drops nothing after training")
    case .layer(is ReLU) where edit.mode == .inference && isNeverNegative(node.inputs[0], edit):
      return (node.inputs[0], "its input is never negative")
    case .reshape where edit.shape(of: node.inputs[0]) == edit.shape(of: node.name):
      return (node.inputs[0], "its input has that shape")
    case .add:
      return neutral(0, node, edit).map { ($0, "adds zeros") }
    case .multiply:
      return neutral(1, node, edit).map { ($0, "multiplies by ones") }
    default: return nil
    }
  }

  /// The other input, where one consists of `number` alone and is not the larger one.
  private func neutral(
    _ number: Float, _ node: ComputationGraph.Node, _ edit: GraphEdit
  ) -> String? {
    for (input, other) in [(0, 1), (1, 0)] {
      guard let constant = edit[node.inputs[input]]?.operation.constant,
        constant.elements.allSatisfy({ $0 == number }),
        edit.shape(of: node.inputs[other]) == edit.shape(of: node.name)
      else { continue }
      return node.inputs[other]
    }
    return nil
  }

  private func isNeverNegative(_ name: String, _ edit: GraphEdit) -> Bool {
    guard let node = edit[name] else { return false }
    if node.epilogue.rectified { return true }
    switch node.operation {
    case .layer(is ReLU), .layer(is Sigmoid), .layer(is Softmax): return true
    case .layer(is MaxPool2D), .layer(is AveragePool2D), .layer(is GlobalAveragePool),
      .layer(is Dropout), .transpose, .reshape:
      return isNeverNegative(node.inputs[0], edit)
    default: return false
    }
  }
}
