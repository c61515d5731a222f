/// Merges transposes, moves them towards the end, and cancels those that undo each other.
///
/// - Two transposes are one with the orders applied after each other; one that leaves the order
///   as it is goes, and one that moves only axes of length 1 is a reshape, which costs nothing.
/// - A function of each element alone does not mind the order: the transpose goes behind it, where
///   it may meet its inverse; behind the sum of two that are transposed alike as well.
/// - A transpose that is flattened for a dense layer becomes another order of the layer's weights.
public struct TransposeMerging: GraphPass {
  /// "transpose merging"
  public let name = "transpose merging"

  /// Creates the pass.
  public init() {}

  /// Merges and moves all transposes that can be.
  public func apply(to graph: ComputationGraph) throws -> GraphRewrite {
    try rewriting(graph) { node, edit in
      if let order = node.operation.transposeOrder { return simplify(node, order, &edit) }
      return sinkThroughFunction(node, &edit) || sinkThroughSum(node, &edit)
        || foldIntoDense(node, &edit)
    }
  }

  private func simplify(
    _ node: ComputationGraph.Node, _ order: [Int], _ edit: inout GraphEdit
  ) -> Bool {
    guard node.epilogue == ComputationGraph.Epilogue() else { return false }
    let shape = edit.shape(of: node.inputs[0])
    if order == Array(order.indices) {
      edit.remove(node, inFavourOf: node.inputs[0], "leaves the axes in their order")
      return true
    }
    if let source = edit[node.inputs[0]], let first = source.operation.transposeOrder,
      source.epilogue == ComputationGraph.Epilogue()
    {
      var merged = node
      (merged.operation, merged.inputs) = (
        .transpose(order: order.map { first[$0] }), source.inputs
      )
      edit.replace(node, by: merged, "merged with \(source.name)")
      return true
    }
    let longAxes = order.filter { shape[$0] != 1 }
    if longAxes == longAxes.sorted() {
      var reshape = node
      reshape.operation = .reshape(edit.shape(of: node.name))
      edit.replace(node, by: reshape, "moves only axes of length 1: a reshape")
      return true
    }
    return false
  }

  private func sinkThroughFunction(
    _ node: ComputationGraph.Node, _ edit: inout GraphEdit
  ) -> Bool {
    guard let layer = node.operation.layer, isElementwise(layer, edit.mode),
      node.epilogue == ComputationGraph.Epilogue(), let source = edit.soleSource(of: node),
      source.operation.transposeOrder != nil, source.epilogue == ComputationGraph.Epilogue()
    else { return false }
    edit.sink(source, behind: node, reading: source.inputs, "transpose moved behind the function")
    return true
  }

  private func isElementwise(_ layer: any Layer, _ mode: ComputationGraph.Mode) -> Bool {
    switch layer {
    case is ReLU, is LeakyReLU, is Sigmoid, is Tanh, is GELU: true
    // In training, what dropout drops depends on the order.
    case is Dropout: mode == .inference
    default: false
    }
  }

  private func sinkThroughSum(_ node: ComputationGraph.Node, _ edit: inout GraphEdit) -> Bool {
    guard case .add = node.operation, node.epilogue.pooling == nil,
      let first = edit[node.inputs[0]], let second = edit[node.inputs[1]],
      let order = first.operation.transposeOrder, order == second.operation.transposeOrder,
      first.epilogue == ComputationGraph.Epilogue(),
      second.epilogue == ComputationGraph.Epilogue(),
      let source = [first, second].first(where: { edit.isReadOnce($0.name) })
    else { return false }
    edit.sink(
      source, behind: node, reading: first.inputs + second.inputs,
      "transposes moved behind the sum")
    return true
  }

  /// transpose → reshape → dense: y = Σ over i of x[table[i]] · w[i], whose weights may as well be
  /// those of x[i].
  private func foldIntoDense(_ node: ComputationGraph.Node, _ edit: inout GraphEdit) -> Bool {
    guard edit.mode == .inference, let dense = node.operation.layer as? Dense,
      let reshape = edit.soleSource(of: node), reshape.operation.isReshape,
      let source = edit.soleSource(of: reshape), let order = source.operation.transposeOrder,
      source.epilogue == ComputationGraph.Epilogue(),
      reshape.epilogue == ComputationGraph.Epilogue()
    else { return false }
    let table = transposeTable(of: edit.shape(of: source.inputs[0]), order: order)
    let outputs = dense.outputs
    var weights = dense.weight.elements
    for (row, target) in table.enumerated() {
      for output in 0..<outputs {
        weights[Int(target) * outputs + output] = dense.weight[row, output]
      }
    }
    var reordered = node
    reordered.operation = .layer(
      Dense(weight: Tensor(weights, shape: dense.weight.shape), bias: dense.bias))
    edit.remove(source, inFavourOf: source.inputs[0], "became an order of weights")
    edit.replace(node, by: reordered, "weights put into the order of the untransposed input")
    return true
  }
}
