/// A rewriting of a graph that keeps what the graph computes.
///
/// Those of the library are in `GraphOptimizer.standard`; one's own makes a new
/// `ComputationGraph` from the old one's nodes.
public protocol GraphPass: Sendable {
  /// What the pass does, in a word or two, for reports.
  var name: String { get }

  /// Rewrites a graph.
  ///
  /// - Returns: the graph as it was, with no changes, where there was nothing to do.
  func apply(to graph: ComputationGraph) throws -> GraphRewrite
}

/// What a pass made of a graph.
public struct GraphRewrite: Sendable {
  /// The new graph.
  public var graph: ComputationGraph
  /// What was done, in its order.
  public var changes: [GraphChange]

  /// Creates a result.
  public init(graph: ComputationGraph, changes: [GraphChange]) {
    self.graph = graph
    self.changes = changes
  }
}

/// One thing that a pass did.
public struct GraphChange: Equatable, Sendable {
  /// The name of the pass.
  public let pass: String
  /// The names of the nodes that are gone or were changed, as they were before.
  public let nodes: [String]
  /// What was done to them: "batch norm folded into the weights".
  public let action: String

  /// Creates a change.
  public init(pass: String, nodes: [String], action: String) {
    self.pass = pass
    self.nodes = nodes
    self.action = action
  }
}

extension GraphChange: CustomStringConvertible {
  /// The nodes and what was done to them.
  public var description: String { "\(nodes.joined(separator: ", ")): \(action)" }
}
