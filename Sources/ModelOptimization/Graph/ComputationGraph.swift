/// A model as a graph of operations, which can be looked at, rewritten and run.
///
/// A node computes one value from the values of the nodes that it names as its inputs. The batch
/// is in no shape: every value but a constant has one more axis in front that counts the examples.
///
/// ```swift
/// let graph = ComputationGraph(model, inputShape: [28, 28, 1])
/// let (optimized, report) = try GraphOptimizer.standard.optimize(graph)
/// print(report)                            // what was fused, folded and removed
/// let session = InferenceSession(try PreparedModel(optimized), maximumBatch: 32)
/// ```
///
/// A graph is a value that was checked when it was made: every input exists, no node waits for
/// itself, shapes fit. A pass makes a new graph of it.
public struct ComputationGraph: Sendable {
  /// What a graph is for. What is true of a network after training need not be true before:
  /// in training dropout drops, and a batch norm looks at the whole batch.
  public enum Mode: Sendable {
    case inference
    case training
  }

  /// The nodes, each behind those that it reads.
  public let nodes: [Node]
  /// The names of the nodes whose values are the result.
  public let outputs: [String]
  /// What the graph is for.
  public let mode: Mode

  private let positions: [String: Int]
  private let shapes: [[Int]]
  private let dependsOnInput: [Bool]

  /// Creates a graph from its nodes, in any order.
  ///
  /// - Parameters:
  ///   - nodes: with names that are all different.
  ///   - outputs: the names of the nodes whose values are the result; at least one.
  ///   - mode: what the graph is for.
  /// - Throws: `GraphError` for a name that stands for two nodes or for none, for a cycle, and for
  ///   shapes that do not fit. A layer that does not take its input ends the program, as always,
  ///   with a sentence that names both.
  public init(_ nodes: [Node], outputs: [String], mode: Mode = .inference) throws {
    let sorted = try Self.sorted(nodes)
    var positions: [String: Int] = [:]
    for (index, node) in sorted.enumerated() { positions[node.name] = index }
    guard !outputs.isEmpty else { throw GraphError.noOutput }
    for output in outputs where positions[output] == nil {
      throw GraphError.missingOutput(output)
    }
    var shapes: [[Int]] = []
    var dependsOnInput: [Bool] = []
    for node in sorted {
      let inputs = node.inputs.compactMap { positions[$0] }
      shapes.append(try node.shape(for: inputs.map { shapes[$0] }))
      dependsOnInput.append(node.operation.isInput || inputs.contains { dependsOnInput[$0] })
    }
    self.nodes = sorted
    self.outputs = outputs
    self.mode = mode
    self.positions = positions
    self.shapes = shapes
    self.dependsOnInput = dependsOnInput
  }

  /// The node of that name, or nil.
  public subscript(name: String) -> Node? { positions[name].map { nodes[$0] } }

  /// The shape of a node's value for one example; a name that the graph does not have ends the
  /// program.
  public func shape(of name: String) -> [Int] { shapes[position(of: name)] }

  /// Whether a node's value is the same whatever the input.
  public func isConstant(_ name: String) -> Bool { !dependsOnInput[position(of: name)] }

  /// How many times a node's value is read, as an output of the graph too.
  public func readerCount(of name: String) -> Int {
    nodes.reduce(0) { $0 + $1.inputs.count { $0 == name } } + outputs.count { $0 == name }
  }

  /// The inputs of the graph.
  public var inputs: [Node] { nodes.filter(\.operation.isInput) }

  /// The same nodes in an order in which each stands behind those that it reads; among those that
  /// could be next, the first given is the next.
  ///
  /// Source: Kahn, "Topological sorting of large networks", 1962.
  private static func sorted(_ nodes: [Node]) throws -> [Node] {
    var names: Set<String> = []
    for node in nodes where !names.insert(node.name).inserted {
      throw GraphError.duplicateName(node.name)
    }
    for node in nodes {
      for input in node.inputs where !names.contains(input) {
        throw GraphError.missingInput(input, of: node.name)
      }
    }
    var (sorted, rest): ([Node], [Node]) = ([], nodes)
    var done: Set<String> = []
    while let next = rest.firstIndex(where: { $0.inputs.allSatisfy(done.contains) }) {
      done.insert(rest[next].name)
      sorted.append(rest.remove(at: next))
    }
    guard let first = rest.first else { return sorted }
    throw GraphError.cycle(Self.cycle(behind: first, among: rest))
  }

  /// A cycle that one finds by going from a node, and then on and on, to an input that is not done.
  private static func cycle(behind start: Node, among nodes: [Node]) -> [String] {
    var path: [String] = []
    var node = start
    while true {
      if let first = path.firstIndex(of: node.name) { return Array(path[first...].reversed()) }
      path.append(node.name)
      guard let next = nodes.first(where: { node.inputs.contains($0.name) }) else { return path }
      node = next
    }
  }

  private func position(of name: String) -> Int {
    guard let position = positions[name] else {
      require(false, "The graph has no node \"\(name)\".")
      return 0
    }
    return position
  }
}

extension ComputationGraph: CustomStringConvertible {
  /// A line for each node: its name, what it reads, and its shape.
  public var description: String {
    nodes.map { node in
      let inputs = node.inputs.isEmpty ? "" : " (\(node.inputs.joined(separator: ", ")))"
      return "\(node.name)\(inputs): \(shape(of: node.name))"
    }.joined(separator: "\n")
  }
}
