/// Lets a convolution keep the largest of each 2×2 of its results at once: a quarter of them is
/// written, and none is read again.
public struct PoolingFusion: GraphPass {
  /// "pooling fusion"
  public let name = "pooling fusion"

  /// Creates the pass.
  public init() {}

  /// Fuses every maximum pooling of 2×2 and stride 2 that directly follows a convolution.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard edit.mode == .inference, let pooling = node.operation.layer as? MaxPool2D,
        pooling == MaxPool2D(size: 2), node.epilogue == ComputationGraph.Epilogue(),
        let source = edit.soleSource(of: node), source.epilogue.pooling == nil,
        source.operation.layer is Conv2D || source.operation.layer is DepthwiseConv2D,
        let layer = source.operation.layer as? any ScalableLayer, layer.outputLayout == .nhwc
      else { return false }
      edit.fuse(
        source, node, as: source.operation,
        epilogue: ComputationGraph.Epilogue(
          rectified: source.epilogue.rectified, pooling: pooling),
        "maximum of each 2×2 kept at once")
      return true
    }
  }
}
