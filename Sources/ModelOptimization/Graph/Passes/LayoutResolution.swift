/// Turns a layer that takes its images channel by channel (`.nchw`) into one that takes the
/// channels of a pixel together (`.nhwc`), between two transposes.
///
/// That is what such a layer does inside, in every call. Written down as nodes, the transposes
/// between one layer and the next cancel each other (`TransposeMerging`), and the layers find
/// kernels.
public struct LayoutResolution: GraphPass {
  /// "layout resolution"
  public let name = "layout resolution"

  /// Creates the pass.
  public init() {}

  /// Resolves every such layer.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard let layer = node.operation.layer, let resolved = channelsLast(layer),
        node.epilogue == ComputationGraph.Epilogue(), edit.shape(of: node.inputs[0]).count == 3
      else { return false }
      let (input, output) = (edit.shape(of: node.inputs[0]), edit.shape(of: node.name))
      let before = ComputationGraph.Node(
        "\(node.name) (channels last)", .transpose(order: [1, 2, 0]), node.inputs)
      var inner = node
      (inner.operation, inner.inputs) = (.layer(resolved), [before.name])
      var chain = [(node: before, shape: [1, 2, 0].map { input[$0] })]
      if output.count == 3 {
        let after = ComputationGraph.Node(
          "\(node.name) (channels first)", .transpose(order: [2, 0, 1]), [inner.name])
        chain += [(inner, [1, 2, 0].map { output[$0] }), (after, output)]
      } else {
        chain.append((inner, output))
      }
      edit.replace(node, by: chain, "channels taken together, between transposes")
      return true
    }
  }

  /// The layer for images whose channels lie together; nil where it is one, or has no layout.
  private func channelsLast(_ layer: any Layer) -> (any Layer)? {
    switch layer {
    case let layer as Conv2D where layer.layout == .nchw:
      Conv2D(
        weight: layer.weight, bias: layer.bias, stride: layer.stride, padding: layer.padding,
        groups: layer.groups)
    case let layer as DepthwiseConv2D where layer.layout == .nchw:
      DepthwiseConv2D(
        weight: layer.weight, bias: layer.bias, stride: layer.stride, padding: layer.padding)
    case let layer as BatchNorm where layer.layout == .nchw:
      BatchNorm(
        weight: layer.weight, bias: layer.bias, runningMean: layer.runningMean,
        runningVariance: layer.runningVariance, momentum: layer.momentum, epsilon: layer.epsilon)
    case let layer as MaxPool2D where layer.layout == .nchw:
      MaxPool2D(size: layer.size, stride: layer.stride, padding: layer.padding)
    case let layer as AveragePool2D where layer.layout == .nchw:
      AveragePool2D(size: layer.size, stride: layer.stride, padding: layer.padding)
    case let layer as GlobalAveragePool where layer.layout == .nchw: GlobalAveragePool()
    default: nil
    }
  }
}
