extension ComputationGraph {
  /// Runs a graph of one input and one output, plainly, node after node: what every pass and every
  /// kernel is compared with.
  ///
  /// - Parameter x: `[batch]` and the shape of the input.
  /// - Returns: `[batch]` and the shape of the output; a constant output has a batch of 1.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      inputs.count == 1 && outputs.count == 1,
      "The graph has the inputs \(inputs.map(\.name)) and the outputs \(outputs); values(for:) "
        + "takes and gives them by name.")
    return values(for: [inputs[0].name: x])[outputs[0]] ?? x
  }

  /// The value of every node for a batch.
  ///
  /// - Parameters:
  ///   - inputs: for the name of each input a tensor of `[batch]` and its shape.
  ///   - seed: where dropout takes its randomness from in training mode.
  /// - Returns: by name, `[batch]` and the shape of the node; constants have a batch of 1.
  public func values(for inputs: [String: Tensor], seed: UInt64 = 0) -> [String: Tensor] {
    var values: [String: Tensor] = [:]
    var generator = SplitMix64(seed: seed)
    for node in nodes {
      if case .input(let shape) = node.operation {
        guard let x = inputs[node.name], x.shape.dropFirst().elementsEqual(shape) else {
          require(
            false,
            "The input \"\(node.name)\" takes the shape [batch] + \(shape); it was given "
              + "\(inputs[node.name].map { "\($0.shape)" } ?? "nothing").")
          continue
        }
        values[node.name] = x
      } else {
        values[node.name] = node.value(
          for: node.inputs.compactMap { values[$0] }, shape: shape(of: node.name), mode,
          using: &generator)
      }
    }
    return values
  }
}

extension ComputationGraph.Node {
  /// What the node makes of its inputs; each has a batch as its first axis, constants of 1.
  ///
  /// - Parameter shape: that of the result without the batch.
  func value(
    for inputs: [Tensor], shape: [Int], _ mode: ComputationGraph.Mode = .inference,
    using generator: inout SplitMix64
  ) -> Tensor {
    let counts = inputs.map(\.rowCount)
    let batch = counts.contains(0) ? 0 : counts.max() ?? 1
    var y: Tensor
    switch operation {
    case .input: y = Tensor(zeros: [batch] + shape)
    case .constant(let tensor): y = tensor.reshaped(to: [1] + tensor.shape)
    case .layer(let layer):
      if mode == .training, var layer = layer as? any TrainableLayer {
        y = layer.forward(inputs[0], using: &generator).output
      } else {
        y = layer(inputs[0])
      }
    case .add: y = Self.combined(inputs, batch, +)
    case .multiply: y = Self.combined(inputs, batch, *)
    case .matmul: y = Self.product(inputs, batch)
    case .transpose(let order): y = inputs[0].transposingExamples(order)
    case .reshape(let shape): y = inputs[0].reshaped(to: [batch] + shape)
    }
    if epilogue.rectified { y = ReLU()(y) }
    if let pooling = epilogue.pooling { y = pooling(y) }
    return y
  }

  private static func combined(
    _ inputs: [Tensor], _ batch: Int, _ combine: (Float, Float) -> Float
  ) -> Tensor {
    let shapes = inputs.map { Array($0.shape.dropFirst()) }
    let shape = shapes[0].count < shapes[1].count ? shapes[1] : shapes[0]
    let counts = shapes.map { elementCount(of: $0) }
    let count = elementCount(of: shape)
    // Where an input's elements for an example begin: a constant has one example for all.
    let steps = inputs.indices.map { inputs[$0].rowCount == 1 ? 0 : counts[$0] }
    return Tensor(shape: [batch] + shape) { y in
      withElements(inputs[0], inputs[1]) { a, b in
        for example in 0..<batch {
          for index in 0..<count {
            y[example * count + index] = combine(
              a[example * steps[0] + index % counts[0]], b[example * steps[1] + index % counts[1]])
          }
        }
      }
    }
  }

  private static func product(_ inputs: [Tensor], _ batch: Int) -> Tensor {
    let (left, right) = (inputs[0], inputs[1])
    let (k, n) = (right.shape[1], right.shape[2])
    let rows = left.shape.count == 2 ? 1 : left.shape[1]
    let shape = [batch] + (left.shape.count == 2 ? [n] : [rows, n])
    if right.rowCount == 1 {
      return matmul(
        left.reshaped(to: [left.rowCount * rows, k]), right.reshaped(to: [k, n])
      ).reshaped(to: shape)
    }
    let products = (0..<batch).flatMap { example in
      matmul(
        left.example(example).reshaped(to: [rows, k]), right.example(example).reshaped(to: [k, n])
      ).elements
    }
    return Tensor(products, shape: shape)
  }
}

extension Tensor {
  /// One example with a batch of 1; of a constant its only one.
  fileprivate func example(_ index: Int) -> Tensor {
    rowCount == 1 ? self : rows(index..<index + 1)
  }

  /// The axes of each example in another order.
  func transposingExamples(_ order: [Int]) -> Tensor {
    let table = transposeTable(of: Array(shape.dropFirst()), order: order)
    return Tensor(shape: [rowCount] + order.map { shape[$0 + 1] }) { y in
      withElements { x in
        for example in 0..<rowCount {
          let first = example * table.count
          for (index, source) in table.enumerated() { y[first + index] = x[first + Int(source)] }
        }
      }
    }
  }
}

/// For each element of a transposed tensor, in row-major order, the number of the element that it
/// comes from.
func transposeTable(of shape: [Int], order: [Int]) -> [Int32] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  var table: [Int32] = elementCount(of: shape) == 0 ? [] : [0]
  for axis in order where !table.isEmpty {
    table = table.flatMap { start in
      (0..<shape[axis]).map { start + Int32($0 * strides[axis]) }
    }
  }
  return table
}
