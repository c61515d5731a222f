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

  subscript(name: String) -> GraphNode? { nodes.first { $0.name == name } }
}

// Each pass makes one change at a time and begins again, until there is nothing left to change.
private func repeated(_ graph: NodeGraph, _ change: (NodeGraph) -> NodeGraph?) -> NodeGraph {
  var graph = graph
  while let next = change(graph) { graph = next }
  return graph
}

private func numbers(_ name: String, _ graph: NodeGraph) -> [Float]? {
  guard case .constant(let numbers) = graph[name]?.work else { return nil }
  return numbers
}

func foldingConstants(_ graph: NodeGraph) -> NodeGraph {
  repeated(graph) { graph in
    for (place, node) in graph.nodes.enumerated() {
      guard node.work == .add || node.work == .multiply,
        let a = numbers(node.inputs[0], graph), let b = numbers(node.inputs[1], graph)
      else { continue }
      let isSum = node.work == .add
      var next = graph
      next.nodes[place].work = .constant(zip(a, b).map { isSum ? $0 + $1 : $0 * $1 })
      next.nodes[place].inputs = []
      return next
    }
    return nil
  }
}

func mergingTransposes(_ graph: NodeGraph) -> NodeGraph {
  repeated(graph) { graph in
    for (place, node) in graph.nodes.enumerated() {
      guard case .transpose(let order) = node.work else { continue }
      let source = node.inputs[0]
      var next = graph
      if order == order.sorted() {
        next.nodes.remove(at: place)
        for reader in next.nodes.indices {
          next.nodes[reader].inputs = next.nodes[reader].inputs.map {
            $0 == node.name ? source : $0
          }
        }
        if next.output == node.name { next.output = source }
        return next
      }
      if let before = graph[source], case .transpose(let first) = before.work {
        next.nodes[place].work = .transpose(order.map { first[$0] })
        next.nodes[place].inputs = before.inputs
        return next
      }
    }
    return nil
  }
}

func droppingDeadNodes(_ graph: NodeGraph) -> NodeGraph {
  repeated(graph) { graph in
    let read = Set(graph.nodes.flatMap(\.inputs) + [graph.output])
    let dead = graph.nodes.firstIndex { $0.work != .input && !read.contains($0.name) }
    guard let dead else { return nil }
    var next = graph
    next.nodes.remove(at: dead)
    return next
  }
}
