/// Makes a dense layer of a matrix product with a constant, and lets the weights of a layer take
/// up a constant that is multiplied by each channel of its output, or added to it.
///
///     x · W → Dense(W, 0)        Dense(W, b) · c → Dense(c · W, c · b)
///     Dense(W, b) + c → Dense(W, b + c), and so for convolutions
public struct MatrixProductFusion: GraphPass {
  /// "matrix-product fusion"
  public let name = "matrix-product fusion"

  /// Creates the pass.
  public init() {}

  /// Fuses every product and constant that can be; in training none, for parameters would change
  /// places.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      guard edit.mode == .inference else { return false }
      if case .matmul = node.operation { return makeDense(node, &edit) }
      return absorbConstant(node, &edit)
    }
  }

  private func makeDense(_ node: ComputationGraph.Node, _ edit: inout GraphEdit) -> Bool {
    guard edit.shape(of: node.inputs[0]).count == 1,
      let weight = edit[node.inputs[1]]?.operation.constant
    else { return false }
    var dense = node
    dense.operation = .layer(Dense(weight: weight, bias: Tensor(zeros: [weight.shape[1]])))
    dense.inputs = [node.inputs[0]]
    edit.replace(node, by: dense, "became a dense layer")
    return true
  }

  private func absorbConstant(_ node: ComputationGraph.Node, _ edit: inout GraphEdit) -> Bool {
    guard node.inputs.count == 2 else { return false }
    for (input, other) in [(0, 1), (1, 0)] {
      guard let source = edit[node.inputs[input]], edit.isReadOnce(source.name),
        source.epilogue == ComputationGraph.Epilogue(),
        let layer = source.operation.layer as? any ScalableLayer, layer.outputLayout != .nchw,
        let constant = edit[node.inputs[other]]?.operation.constant,
        constant.shape == [layer.outputChannels]
      else { continue }
      var scaling = FoldedScaling(
        scale: [Float](repeating: 1, count: constant.count),
        shift: [Float](repeating: 0, count: constant.count))
      switch node.operation {
      case .add: scaling.shift = constant.elements
      case .multiply: scaling.scale = constant.elements
      default: continue
      }
      edit.fuse(
        source, node, as: .layer(layer.scaled(by: scaling)), epilogue: node.epilogue,
        "constant taken up by the weights")
      return true
    }
    return false
  }
}
