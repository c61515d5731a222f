extension ComputationGraph.Node {
  /// The shape of the node's value for one example.
  ///
  /// - Parameter inputs: the shapes of what it reads.
  func shape(for inputs: [[Int]]) throws -> [Int] {
    let shape = try shapeBeforePooling(for: inputs)
    guard let pooling = epilogue.pooling else { return shape }
    return try shapeBehind(pooling, [1] + shape)
  }

  /// The shape of what the operation gives, before it is pooled.
  func shapeBeforePooling(for inputs: [[Int]]) throws -> [Int] {
    switch operation {
    case .input(let shape):
      try requireInputs(0, inputs)
      return shape
    case .constant(let tensor):
      try requireInputs(0, inputs)
      return tensor.shape
    case .layer(let layer):
      try requireInputs(1, inputs)
      return try shapeBehind(layer, [1] + inputs[0])
    case .add, .multiply:
      try requireInputs(2, inputs)
      let (long, short) = inputs[0].count < inputs[1].count ? (1, 0) : (0, 1)
      guard inputs[long].suffix(inputs[short].count).elementsEqual(inputs[short]) else {
        throw error(inputs, "the shorter shape must be the end of the longer one.")
      }
      return inputs[long]
    case .matmul:
      try requireInputs(2, inputs)
      let (left, right) = (inputs[0], inputs[1])
      guard (1...2).contains(left.count), right.count == 2, left.last == right[0] else {
        throw error(inputs, "a matrix product takes [m, k] or [k], and [k, n].")
      }
      return left.dropLast() + [right[1]]
    case .transpose(let order):
      try requireInputs(1, inputs)
      guard order.sorted() == Array(inputs[0].indices) else {
        throw error(inputs, "the order \(order) does not name each of its axes once.")
      }
      return order.map { inputs[0][$0] }
    case .reshape(let shape):
      try requireInputs(1, inputs)
      guard shape.allSatisfy({ $0 >= 0 }), elementCount(of: shape) == elementCount(of: inputs[0])
      else { throw error(inputs, "its elements do not fit the shape \(shape).") }
      return shape
    }
  }

  /// The layer's output without the batch, for an input with one.
  private func shapeBehind(_ layer: any Layer, _ input: [Int]) throws -> [Int] {
    // Two numbers of examples, so that an axis that only happens to be as long is not taken for
    // the batch.
    let shapes = [1, 3].map { layer.outputShape(for: [$0] + input.dropFirst()) }
    guard shapes[0].first == 1, shapes[1] == [3] + shapes[0].dropFirst() else {
      throw error(
        [input],
        "\(type(of: layer)) does not keep the batch as the first axis: it turns "
          + "\(input) into \(shapes[0]), and \([3] + input.dropFirst()) into \(shapes[1]).")
    }
    return Array(shapes[0].dropFirst())
  }

  private func requireInputs(_ needed: Int, _ inputs: [[Int]]) throws {
    guard inputs.count == needed else {
      throw GraphError.inputCount(node: name, needed: needed, given: inputs.count)
    }
  }

  private func error(_ inputs: [[Int]], _ rule: String) -> GraphError {
    .shapes(node: name, given: inputs, rule: rule)
  }
}
