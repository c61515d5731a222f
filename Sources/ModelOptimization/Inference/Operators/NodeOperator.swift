/// A node that has no operator of its own: it is computed plainly, as a graph does it.
///
/// It takes and gives tensors, and so allocates memory in every call.
struct NodeOperator: PreparedOperator {
  let node: ComputationGraph.Node
  /// The inputs for an example.
  let inputShapes: [[Int]]
  let outputShape: [Int]
  /// Those of its inputs that are constant, with a batch of 1; nil for the others.
  let constants: [Tensor?]

  func run(_ task: OperatorTask) {
    var given = [task.input(as: Float.self), task.secondInput(as: Float.self)]
    let inputs = zip(inputShapes, constants).map { shape, constant in
      guard constant == nil else { return constant ?? Tensor(zeros: shape) }
      let source = given.removeFirst()
      return Tensor(shape: [task.examples] + shape) {
        $0.update(from: source, count: task.examples * elementCount(of: shape))
      }
    }
    let y = ThreadPool.$current.withValue(task.pool) {
      var generator = SplitMix64(seed: 0)
      return node.value(for: inputs, shape: outputShape, using: &generator)
    }
    let count = elementCount(of: outputShape)
    y.withElements { y in
      for example in 0..<task.examples {
        // What reads constants alone gives one example for all.
        let source = inputs.contains { $0.rowCount != 1 } ? y + example * count : y
        (task.output(as: Float.self) + example * count).update(from: source, count: count)
      }
    }
  }
}

/// The axes of each example in another order.
struct TransposeOperator: PreparedOperator {
  /// For each element of the result the number of the one that it comes from.
  private let table: [Int32]

  /// Prepares the transposition of examples of a shape.
  init(shape: [Int], order: [Int]) { table = transposeTable(of: shape, order: order) }

  func run(_ task: OperatorTask) {
    task.inParts(task.examples, workOfOne: 4 * table.count) { first, count in
      for example in first..<first + count {
        let x = task.input(as: Float.self) + example * table.count
        let y = task.output(as: Float.self) + example * table.count
        for index in table.indices { y[index] = x[Int(table[index])] }
      }
    }
  }
}
