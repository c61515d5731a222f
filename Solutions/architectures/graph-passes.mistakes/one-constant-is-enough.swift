struct GraphNode: Equatable {
  enum Work: Equatable {
    case input
    case constant([Float])
    case add
    case multiply
    case transpose([Int])
  }

  var name: String
  var work: Work
  var inputs: [String] = []
}

struct NodeGraph: Equatable {
  var nodes: [GraphNode]
  var output: String
}

func foldingConstants(_ graph: NodeGraph) -> NodeGraph {
  var result = graph
  var constants: [String: [Float]] = [:]
  for (index, node) in graph.nodes.enumerated() {
    let known = node.inputs.compactMap { constants[$0] }
    var value: [Float]?
    switch node.work {
    case .constant(let numbers): value = numbers
    case .add where !known.isEmpty: value = zip(known[0], known[known.count - 1]).map { $0 + $1 }
    case .multiply where known.count == 2: value = zip(known[0], known[1]).map { $0 * $1 }
    default: value = nil
    }
    guard let value else { continue }
    constants[node.name] = value
    result.nodes[index] = GraphNode(name: node.name, work: .constant(value))
  }
  return result
}

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

func droppingDeadNodes(_ graph: NodeGraph) -> NodeGraph {
  var needed: Set = [graph.output]
  for node in graph.nodes.reversed() where needed.contains(node.name) {
    needed.formUnion(node.inputs)
  }
  var result = graph
  result.nodes.removeAll { node in node.work != .input && !needed.contains(node.name) }
  return result
}
