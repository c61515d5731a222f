/// A node of a small graph.
struct GraphNode: Equatable {
  /// What a node does. Lists are worked on element by element, and all are as long.
  enum Work: Equatable {
    /// What the graph is given.
    case input
    /// The same numbers at every call.
    case constant([Float])
    /// The sum of two values.
    case add
    /// The product of two values.
    case multiply
    /// The axes in another order: axis `i` of the result is axis `order[i]` of the input.
    case transpose([Int])
  }

  /// By which others read its value.
  var name: String
  /// What it does.
  var work: Work
  /// The names of the nodes that it reads.
  var inputs: [String] = []
}

/// Nodes, each behind all that it reads, and the name of the one whose value is the result.
struct NodeGraph: Equatable {
  var nodes: [GraphNode]
  var output: String
}

/// The graph with every sum and product of constants computed; such a node becomes a constant.
func foldingConstants(_ graph: NodeGraph) -> NodeGraph {
  // TODO: remember the constants that you have met, also those that you have made.
  return graph
}

/// The graph in which a transpose of a transpose reads what the first one reads, and a transpose
/// that leaves the axes in their order is gone: whoever read it reads its input.
func mergingTransposes(_ graph: NodeGraph) -> NodeGraph {
  // TODO: which order do two orders make? And who reads a node that goes?
  return graph
}

/// The graph without nodes on which the output does not depend; inputs stay.
func droppingDeadNodes(_ graph: NodeGraph) -> NodeGraph {
  // TODO: begin at the output and go back.
  return graph
}
