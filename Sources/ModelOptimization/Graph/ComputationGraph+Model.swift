extension ComputationGraph {
  /// The graph of a model: a node for each layer, compositions and residual blocks resolved.
  ///
  /// A layer that does not take what the one before it gives ends the program with a sentence that
  /// names it and both shapes.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - mode: what the graph is for.
  public init(_ model: some Layer, inputShape: [Int], mode: Mode = .inference) {
    var reader = ModelReader(inputShape: inputShape)
    reader.append(model, at: "")
    do {
      self = try ComputationGraph(reader.nodes, outputs: [reader.value], mode: mode)
    } catch {
      fatalError("\(error)")
    }
  }
}

/// Walks through a model and writes down its nodes.
private struct ModelReader {
  private(set) var nodes: [ComputationGraph.Node]
  /// The name of the last value, and its shape with a batch of 1.
  private(set) var value = "input"
  private var shape: [Int]

  init(inputShape: [Int]) {
    nodes = [ComputationGraph.Node("input", .input(shape: inputShape))]
    shape = [1] + inputShape
  }

  /// - Parameters:
  ///   - layer: takes the last value.
  ///   - place: where it stands; empty for the whole model.
  mutating func append(_ layer: any Layer, at place: String) {
    switch layer {
    case let sequence as Sequential:
      for (index, layer) in sequence.layers.enumerated() {
        append(layer, at: "\(index)".inside(place))
      }
    case let perceptron as MultilayerPerceptron:
      for (index, layer) in perceptron.layers.enumerated() {
        append(layer, at: "\(index)".inside(place))
        if index + 1 < perceptron.layers.count { append(ReLU(), at: "\(index)".inside(place)) }
      }
    case let block as Residual:
      let (input, inputShape) = (value, shape)
      append(block.body, at: "body".inside(place))
      let body = value
      (value, shape) = (input, inputShape)
      if let shortcut = block.shortcut { append(shortcut, at: "shortcut".inside(place)) }
      shape = block.outputShape(for: inputShape)
      appendNode(.add, [body, value], "sum", at: place)
    case let flatten as Flatten:
      shape = flatten.outputShape(for: shape)
      appendNode(.reshape(Array(shape.dropFirst())), [value], "Flatten", at: place)
    default:
      shape = layer.outputShape(for: shape)
      appendNode(.layer(layer), [value], "\(type(of: layer))", at: place)
    }
  }

  private mutating func appendNode(
    _ operation: ComputationGraph.Operation, _ inputs: [String], _ kind: String, at place: String
  ) {
    let node = ComputationGraph.Node(
      operation, inputs, epilogue: ComputationGraph.Epilogue(),
      origins: [ComputationGraph.Origin(place: place, kind: kind)])
    nodes.append(node)
    value = node.name
  }
}

extension String {
  /// The name of a part after that of the whole, which may have none: "4.body".
  fileprivate func inside(_ whole: String) -> String { whole.isEmpty ? self : "\(whole).\(self)" }
}
