/// A graph that a pass is changing.
struct GraphEdit {
  /// Each behind those that it reads.
  private(set) var nodes: [ComputationGraph.Node]
  private(set) var outputs: [String]
  private(set) var changes: [GraphChange] = []
  let mode: ComputationGraph.Mode
  /// Of the nodes that there are and of those that there were.
  private var shapes: [String: [Int]] = [:]
  private let pass: String

  init(_ graph: ComputationGraph, _ pass: some GraphPass) {
    nodes = graph.nodes
    outputs = graph.outputs
    mode = graph.mode
    self.pass = pass.name
    for node in nodes { shapes[node.name] = graph.shape(of: node.name) }
  }

  /// Checks the changed graph.
  func finished(from graph: ComputationGraph) throws -> GraphRewrite {
    guard !changes.isEmpty else { return GraphRewrite(graph: graph, changes: []) }
    let changed = try ComputationGraph(nodes, outputs: outputs, mode: mode)
    return GraphRewrite(graph: changed, changes: changes)
  }

  subscript(name: String) -> ComputationGraph.Node? { nodes.first { $0.name == name } }

  func shape(of name: String) -> [Int] { shapes[name] ?? [] }

  /// The node that makes a node's only input, if nobody else reads that value: what is between
  /// the two may then go.
  func soleSource(of node: ComputationGraph.Node) -> ComputationGraph.Node? {
    guard node.inputs.count == 1, let source = self[node.inputs[0]] else { return nil }
    return isReadOnce(source.name) ? source : nil
  }

  func isReadOnce(_ name: String) -> Bool {
    nodes.reduce(0) { $0 + $1.inputs.count { $0 == name } } + outputs.count { $0 == name } == 1
  }

  // MARK: Changes

  /// Lets one node do the work of two: it takes the place of `reader`.
  mutating func fuse(
    _ source: ComputationGraph.Node, _ reader: ComputationGraph.Node,
    as operation: ComputationGraph.Operation, epilogue: ComputationGraph.Epilogue, _ action: String
  ) {
    let fused = ComputationGraph.Node(
      operation, source.inputs, epilogue: epilogue, origins: source.origins + reader.origins)
    nodes.removeAll { $0.name == source.name }
    replace(reader, by: fused, action, changed: [source.name, reader.name])
  }

  /// Puts a node in the place of another, for all who read it.
  mutating func replace(
    _ old: ComputationGraph.Node, by new: ComputationGraph.Node, _ action: String,
    changed: [String]? = nil
  ) {
    guard let index = nodes.firstIndex(where: { $0.name == old.name }) else { return }
    nodes[index] = new
    shapes[new.name] = shapes[old.name]
    redirect(old.name, to: new.name)
    note(changed ?? [old.name], action)
  }

  /// Puts several nodes in the place of one, whose name one of them may keep; the last of them
  /// gives its value.
  mutating func replace(
    _ old: ComputationGraph.Node, by chain: [(node: ComputationGraph.Node, shape: [Int])],
    _ action: String
  ) {
    guard let index = nodes.firstIndex(where: { $0.name == old.name }), let last = chain.last
    else { return }
    redirect(old.name, to: last.node.name)
    nodes.replaceSubrange(index...index, with: chain.map(\.node))
    for (node, shape) in chain { shapes[node.name] = shape }
    note([old.name], action)
  }

  /// Lets a node read what `source` reads, and `source` the node: the two change places.
  ///
  /// - Parameter inputs: what the node reads from now on.
  mutating func sink(
    _ source: ComputationGraph.Node, behind node: ComputationGraph.Node, reading inputs: [String],
    _ action: String
  ) {
    nodes.removeAll { $0.name == source.name }
    redirect(node.name, to: source.name)
    guard let index = nodes.firstIndex(where: { $0.name == node.name }) else { return }
    nodes[index].inputs = inputs
    var moved = source
    moved.inputs = [node.name]
    nodes.insert(moved, at: index + 1)
    shapes[node.name] = shapes[inputs[0]]
    note([source.name, node.name], action)
  }

  /// Takes a node out; who read it reads another.
  mutating func remove(
    _ node: ComputationGraph.Node, inFavourOf other: String, _ action: String
  ) {
    nodes.removeAll { $0.name == node.name }
    redirect(node.name, to: other)
    note([node.name], action)
  }

  /// Takes nodes out that nobody reads.
  mutating func remove(unread names: [String], _ action: String) {
    nodes.removeAll { names.contains($0.name) }
    note(names, action)
  }

  private mutating func redirect(_ old: String, to new: String) {
    for index in nodes.indices {
      nodes[index].inputs = nodes[index].inputs.map { $0 == old ? new : $0 }
    }
    outputs = outputs.map { $0 == old ? new : $0 }
  }

  private mutating func note(_ nodes: [String], _ action: String) {
    changes.append(GraphChange(pass: pass, nodes: nodes, action: action))
  }
}

extension GraphPass {
  /// Calls `rewrite` for one node after the other, and begins anew after each change, until there
  /// is nothing to change for any.
  ///
  /// - Parameter rewrite: changes the graph and gives true, or leaves it.
  func rewriting(
    _ graph: ComputationGraph,
    _ rewrite: (ComputationGraph.Node, inout GraphEdit) -> Bool
  ) throws -> GraphRewrite {
    var edit = GraphEdit(graph, self)
    while edit.nodes.contains(where: { rewrite($0, &edit) }) {}
    return try edit.finished(from: graph)
  }
}
