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
  var result = graph
  var constants: [String: [Float]] = [:]
  for (index, node) in graph.nodes.enumerated() {
    let known = node.inputs.compactMap { constants[$0] }
    var value: [Float]?
    switch node.work {
    case .constant(let numbers): value = numbers
    case .add where known.count == 2: value = zip(known[0], known[1]).map { $0 + $1 }
    case .multiply where known.count == 2: value = zip(known[0], known[1]).map { $0 * $1 }
    default: value = nil
    }
    guard let value else { continue }
    constants[node.name] = value
    result.nodes[index] = GraphNode(name: node.name, work: .constant(value))
  }
  return result
}

/// The graph in which a transpose of a transpose reads what the first one reads, and a transpose
/// that leaves the axes in their order is gone: whoever read it reads its input.
func mergingTransposes(_ graph: NodeGraph) -> NodeGraph {
  var kept: [String: GraphNode] = [:]
  var replaced: [String: String] = [:]
  var result = NodeGraph(nodes: [], output: graph.output)
  for var node in graph.nodes {
    node.inputs = node.inputs.map { replaced[$0] ?? $0 }
    if case .transpose(var order) = node.work {
      if let source = kept[node.inputs[0]], case .transpose(let first) = source.work {
        order = order.map { first[$0] }
        node = GraphNode(name: node.name, work: .transpose(order), inputs: source.inputs)
      }
      if order == Array(order.indices) {
        replaced[node.name] = node.inputs[0]
        continue
      }
    }
    kept[node.name] = node
    result.nodes.append(node)
  }
  result.output = replaced[graph.output] ?? graph.output
  return result
}

/// The graph without nodes on which the output does not depend; inputs stay.
func droppingDeadNodes(_ graph: NodeGraph) -> NodeGraph {
  var needed: Set = [graph.output]
  for node in graph.nodes.reversed() where needed.contains(node.name) {
    needed.formUnion(node.inputs)
  }
  var result = graph
  result.nodes.removeAll { node in node.work != .input && !needed.contains(node.name) }
  return result
}
