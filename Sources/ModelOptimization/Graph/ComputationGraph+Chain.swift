extension ComputationGraph {
  /// The nodes of a graph without branches, from the first one behind the input to the output.
  ///
  /// - Throws: `GraphError.notAChain` where a value is read twice or not at all, or a node reads two.
  public func chain() throws -> [Node] {
    for node in nodes {
      let readers = readerCount(of: node.name)
      guard node.inputs.count == (node.operation.isInput ? 0 : 1), readers == 1 else {
        throw GraphError.notAChain(node: node.name, inputs: node.inputs.count, readers: readers)
      }
    }
    return Array(nodes.dropFirst())
  }
}
