/// Computes once what several nodes compute alike (common subexpressions).
///
/// Two nodes are alike that do the same to the same inputs. In training, layers are not merged:
/// dropout drops something else each time, and weights that are equal now part in the next step.
public struct DuplicateMerging: GraphPass {
  /// "duplicate merging"
  public let name = "duplicate merging"

  /// Creates the pass.
  public init() {}

  /// Keeps the first of all nodes that are alike.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard edit.mode == .inference || node.operation.layer == nil,
        let first = edit.nodes.first(where: { areAlike($0, node) }), first.name != node.name
      else { return false }
      edit.remove(node, inFavourOf: first.name, "the same as \(first.name)")
      return true
    }
  }

  private func areAlike(_ a: ComputationGraph.Node, _ b: ComputationGraph.Node) -> Bool {
    guard a.name != b.name else { return true }
    guard a.inputs == b.inputs, a.epilogue == b.epilogue else { return false }
    switch (a.operation, b.operation) {
    case (.constant(let a), .constant(let b)): return a == b
    case (.layer(let a), .layer(let b)): return areEqual(a, b)
    case (.add, .add), (.multiply, .multiply), (.matmul, .matmul): return true
    case (.transpose(let a), .transpose(let b)): return a == b
    case (.reshape(let a), .reshape(let b)): return a == b
    default: return false
    }
  }

  /// Whether two layers are of one type and have equal parameters; those that cannot be compared
  /// are not.
  private func areEqual(_ a: any Layer, _ b: any Layer) -> Bool {
    func compare<First: Equatable>(_ first: First) -> Bool { (b as? First) == first }
    guard let a = a as? any Equatable else { return false }
    return compare(a)
  }
}
