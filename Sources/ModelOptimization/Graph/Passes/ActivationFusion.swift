/// Lets a convolution, a dense layer, a batch norm or a sum apply the ReLU behind it, while its
/// results are still in the registers; the activations are read and written once less.
public struct ActivationFusion: GraphPass {
  /// "activation fusion"
  public let name = "activation fusion"

  /// Creates the pass.
  public init() {}

  /// Fuses every ReLU that can be: nobody else reads what is between, and the kernel before it
  /// offers it.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard edit.mode == .inference, node.operation.layer is ReLU,
        let source = edit.soleSource(of: node), source.epilogue == ComputationGraph.Epilogue(),
        takesReLU(source, edit)
      else { return false }
      edit.fuse(
        source, node, as: source.operation,
        epilogue: ComputationGraph.Epilogue(rectified: true, pooling: node.epilogue.pooling),
        "ReLU applied to results in registers")
      return true
    }
  }

  /// Whether the kernel of a node has ReLU at its end.
  private func takesReLU(_ node: ComputationGraph.Node, _ edit: GraphEdit) -> Bool {
    switch node.operation {
    case .add: edit.shape(of: node.inputs[0]) == edit.shape(of: node.inputs[1])
    case .layer(let layer as any ScalableLayer): layer.outputLayout != .nchw
    case .layer(let norm as BatchNorm):
      norm.layout == .nhwc || edit.shape(of: node.name).count == 1
    default: false
    }
  }
}
