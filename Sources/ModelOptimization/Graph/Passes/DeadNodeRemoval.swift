/// Takes out nodes whose values nobody reads.
///
/// Inputs stay, so that the graph is called as before.
public struct DeadNodeRemoval: GraphPass {
  /// "dead-node removal"
  public let name = "dead-node removal"

  /// Creates the pass.
  public init() {}

  /// Keeps what the outputs depend on.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    var alive = Set(graph.outputs)
    for node in graph.nodes.reversed() where alive.contains(node.name) {
      alive.formUnion(node.inputs)
    }
    let dead = graph.nodes.filter { !alive.contains($0.name) && !$0.operation.isInput }
    var edit = GraphEdit(graph, self)
    if !dead.isEmpty { edit.remove(unread: dead.map(\.name), "nobody reads it") }
    return try edit.finished(from: graph)
  }
}
