/// Folds a batch norm into the weights of the convolution or dense layer before it.
///
/// In inference a batch norm multiplies each channel by a constant and adds another; so does a
/// convolution with other weights. The norm's own pass over the activations is saved. A batch norm
/// directly behind another layer stays, and so does one whose input somebody else reads, one that
/// looks along another axis, and every one in training, where it looks at the whole batch.
public struct BatchNormFolding: GraphPass {
  /// "batch norm folding"
  public let name = "batch norm folding"

  /// Creates the pass.
  public init() {}

  /// Folds every batch norm that can be.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard edit.mode == .inference, let norm = node.operation.layer as? BatchNorm,
        let source = edit.soleSource(of: node), source.epilogue == ComputationGraph.Epilogue(),
        let layer = source.operation.layer as? any ScalableLayer, layer.takes(norm)
      else { return false }
      edit.fuse(
        source, node, as: .layer(layer.folding(norm)), epilogue: node.epilogue,
        "batch norm folded into the weights")
      return true
    }
  }
}
