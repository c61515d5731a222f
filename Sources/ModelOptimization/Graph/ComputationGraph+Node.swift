extension ComputationGraph {
  /// What a node does with the values of its inputs.
  ///
  /// Shapes are those of one example.
  public enum Operation: Sendable {
    /// What the graph is given, for each example of this shape.
    case input(shape: [Int])
    /// The same numbers for every example.
    case constant(Tensor)
    /// A layer, of one input.
    case layer(any Layer)
    /// The sum of two values, element by element. Of two shapes one is the end of the other, and
    /// its value is added again and again: [10] to each row of [5, 10].
    case add
    /// The product of two values, element by element; shapes as for `add`.
    case multiply
    /// The matrix product [m, k] · [k, n] → [m, n], or [k] · [k, n] → [n].
    case matmul
    /// The axes in another order: axis `i` of the result is axis `order[i]` of the input.
    case transpose(order: [Int])
    /// The same elements in another shape.
    case reshape([Int])
  }

  /// What a node does to its results while they are still in the cache.
  public struct Epilogue: Equatable, Sendable {
    /// Whether a ReLU is applied.
    public var rectified: Bool
    /// A pooling behind that; nil for none.
    public var pooling: MaxPool2D?

    /// Creates an epilogue; without arguments one that does nothing.
    public init(rectified: Bool = false, pooling: MaxPool2D? = nil) {
      self.rectified = rectified
      self.pooling = pooling
    }
  }

  /// An operation in its place.
  public struct Node: Sendable {
    /// The name, by which others read its value.
    public let name: String
    /// What it does.
    public var operation: Operation
    /// The names of the nodes that it reads.
    public var inputs: [String]
    /// What is done to the results at once.
    public var epilogue: Epilogue
    /// What the node was made of.
    let origins: [Origin]

    /// Creates a node.
    ///
    /// - Parameters:
    ///   - name: by which others read its value.
    ///   - operation: what it does.
    ///   - inputs: the names of the nodes that it reads.
    ///   - epilogue: what is done to the results at once.
    public init(
      _ name: String, _ operation: Operation, _ inputs: [String] = [],
      epilogue: Epilogue = Epilogue()
    ) {
      self.name = name
      self.operation = operation
      self.inputs = inputs
      self.epilogue = epilogue
      origins = [Origin(place: "", kind: name)]
    }

    /// Creates a node that does the work of others, and is named after them.
    init(_ operation: Operation, _ inputs: [String], epilogue: Epilogue, origins: [Origin]) {
      self.operation = operation
      self.inputs = inputs
      self.epilogue = epilogue
      self.origins = origins
      let kinds = origins.map(\.kind).joined(separator: " + ")
      let (first, last) = (origins.first?.place ?? "", origins.last?.place ?? "")
      let places = first == last ? first : "\(first)-\(last)"
      name = places.isEmpty ? kinds : "\(places) \(kinds)"
    }
  }

  /// A layer of the model, or a node, that was there before any pass.
  struct Origin: Equatable {
    /// Where the layer stands: "4", or "4.body.1" for layer 1 inside layer 4.
    var place: String
    /// What it is: "Conv2D".
    var kind: String
  }
}

extension ComputationGraph.Operation {
  var isInput: Bool {
    if case .input = self { true } else { false }
  }

  var isReshape: Bool {
    if case .reshape = self { true } else { false }
  }

  var constant: Tensor? {
    if case .constant(let tensor) = self { tensor } else { nil }
  }

  var layer: (any Layer)? {
    if case .layer(let layer) = self { layer } else { nil }
  }

  var transposeOrder: [Int]? {
    if case .transpose(let order) = self { order } else { nil }
  }
}
