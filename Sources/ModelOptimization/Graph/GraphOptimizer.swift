/// Runs passes over a graph until none of them finds anything to do.
///
/// One pass makes work for another: where a transpose is gone, a batch norm stands behind a
/// convolution, and is folded into it. So the passes run in rounds, up to a fixed point.
public struct GraphOptimizer: Sendable {
  /// The passes in the order in which a round runs them.
  public var passes: [any GraphPass]

  /// Creates an optimizer.
  public init(_ passes: [any GraphPass]) { self.passes = passes }

  /// What a `PreparedModel` is made with.
  public static let standard = GraphOptimizer([
    RedundantNodeRemoval(), ConstantFolding(), DuplicateMerging(), LayoutResolution(),
    TransposeMerging(), MatrixProductFusion(), BatchNormFolding(), ActivationFusion(),
    PoolingFusion(), DeadNodeRemoval(),
  ])

  /// Rewrites a graph.
  ///
  /// Nodes that took up others are named after all of them, and an output takes the name of the
  /// node that now gives it; the outputs keep their order.
  ///
  /// - Returns: the new graph, and what was done.
  /// - Throws: what a pass throws; `GraphError.noFixedPoint` where passes undo each other's work.
  public func optimize(
    _ graph: ComputationGraph
  ) throws -> (graph: ComputationGraph, report: GraphReport) {
    // Every pass of the library makes the graph smaller or moves something to its end; far fewer
    // rounds than nodes are needed.
    let limit = 20 + 2 * graph.nodes.count
    var current = graph
    var changes: [GraphChange] = []
    var lastRound: [GraphChange] = []
    for round in 1...limit {
      lastRound = []
      for pass in passes {
        let rewrite = try pass.apply(to: current)
        current = rewrite.graph
        lastRound += rewrite.changes
      }
      changes += lastRound
      if lastRound.isEmpty {
        return (
          current,
          GraphReport(
            changes: changes, nodesBefore: graph.nodes.count, nodesAfter: current.nodes.count,
            rounds: round)
        )
      }
    }
    throw GraphError.noFixedPoint(
      rounds: limit, passes: Set(lastRound.map(\.pass)).sorted())
  }
}

/// What passes did to a graph.
public struct GraphReport: Equatable, Sendable {
  /// What was done, in its order.
  public let changes: [GraphChange]
  /// The nodes that there were, inputs and constants included.
  public let nodesBefore: Int
  /// The nodes that there are.
  public let nodesAfter: Int
  /// How often all passes ran; in the last round none found anything to do.
  public let rounds: Int

  /// The changes that each pass made; passes that made none are left out.
  public var counts: [(pass: String, changes: Int)] {
    var counts: [(pass: String, changes: Int)] = []
    for change in changes {
      if let index = counts.firstIndex(where: { $0.pass == change.pass }) {
        counts[index].changes += 1
      } else {
        counts.append((change.pass, 1))
      }
    }
    return counts
  }
}

extension GraphReport: CustomStringConvertible {
  /// A line for each change, and one for the whole.
  public var description: String {
    let lines = changes.map { "\($0.pass): \($0)" }
    return (lines + ["\(nodesBefore) nodes became \(nodesAfter) in \(rounds) rounds."])
      .joined(separator: "\n")
  }
}
