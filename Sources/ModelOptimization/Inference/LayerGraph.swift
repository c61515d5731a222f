/// A model as a list of simple layers, each of which reads one value and makes another.
///
/// Compositions are resolved, and what does nothing in inference is gone: a value keeps its number
/// through dropout and flattening.
struct LayerGraph {
  /// What a node does.
  enum Work {
    case layer(any Layer)
    /// Adds two values: the end of a residual block.
    case sum
  }

  /// A layer, or a sum, in its place.
  struct Node {
    var work: Work
    /// Where the layer stands: "4", or "4.1" for layer 1 inside layer 4.
    var place: String
    var inputs: [Int]
    var output: Int
    /// Without the batch.
    var inputShape: [Int]
    var outputShape: [Int]
  }

  private(set) var nodes: [Node] = []
  /// The elements of each value for one example.
  private(set) var valueCounts: [Int]
  /// The number of the last value.
  private(set) var value = 0
  /// The shape of the last value without the batch.
  private(set) var shape: [Int]

  /// Begins a graph with its input.
  init(inputShape: [Int]) {
    shape = inputShape
    valueCounts = [elementCount(of: inputShape)]
  }

  /// Appends a layer, and what it is made of.
  ///
  /// - Parameters:
  ///   - layer: takes the last value.
  ///   - place: where it stands; empty for the whole model.
  mutating func append(_ layer: any Layer, at place: String = "") {
    switch layer {
    case let sequence as Sequential:
      for (index, layer) in sequence.layers.enumerated() {
        append(layer, at: "\(index)".inside(place))
      }
    case let block as Residual:
      appendResidual(block, at: place)
    case let perceptron as MultilayerPerceptron:
      for (index, layer) in perceptron.layers.enumerated() {
        append(layer, at: "\(index)".inside(place))
        if index + 1 < perceptron.layers.count { append(ReLU(), at: "\(index)".inside(place)) }
      }
    case is Dropout:
      break
    case let flatten as Flatten:
      shape = outputShape(of: flatten, at: place)
    default:
      appendNode(
        .layer(layer), at: place, inputs: [value], outputShape: outputShape(of: layer, at: place))
    }
  }

  private mutating func appendResidual(_ block: Residual, at place: String) {
    let (input, inputShape) = (value, shape)
    let result = outputShape(of: block, at: place)
    append(block.body, at: "body".inside(place))
    let (body, bodyShape) = (value, shape)
    (value, shape) = (input, inputShape)
    if let shortcut = block.shortcut { append(shortcut, at: "shortcut".inside(place)) }
    require(
      shape == bodyShape && shape == result,
      "The two ways through \(name(of: block, at: place)) give \(bodyShape) and \(shape).")
    appendNode(.sum, at: place, inputs: [body, value], outputShape: result)
  }

  private mutating func appendNode(
    _ work: Work, at place: String, inputs: [Int], outputShape: [Int]
  ) {
    nodes.append(
      Node(
        work: work, place: place, inputs: inputs, output: valueCounts.count, inputShape: shape,
        outputShape: outputShape))
    value = valueCounts.count
    valueCounts.append(elementCount(of: outputShape))
    shape = outputShape
  }

  /// The layer's output for the last value, without the batch; an input that it does not take ends
  /// the program with the layer's own words.
  private func outputShape(of layer: any Layer, at place: String) -> [Int] {
    // Two numbers of examples, so that an axis that only happens to be as long is not taken for
    // the batch.
    let shapes = [1, 3].map { layer.outputShape(for: [$0] + shape) }
    require(
      shapes[0].first == 1 && shapes[1] == [3] + shapes[0].dropFirst(),
      "\(name(of: layer, at: place)) does not keep the batch as the first axis: it turns "
        + "\([1] + shape) into \(shapes[0]) and \([3] + shape) into \(shapes[1]).")
    return Array(shapes[0].dropFirst())
  }

  private func name(of layer: any Layer, at place: String) -> String {
    place.isEmpty ? "\(type(of: layer))" : "layer \(place), \(type(of: layer)),"
  }
}

extension String {
  /// The name of a part after that of the whole, which may have none: "4.body".
  fileprivate func inside(_ whole: String) -> String { whole.isEmpty ? self : "\(whole).\(self)" }
}
