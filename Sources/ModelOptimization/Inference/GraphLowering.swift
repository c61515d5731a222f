/// The steps that the nodes of a graph become.
///
/// A reshape is none: its value is that of its input. What depends on no input is computed now.
struct GraphLowering {
  private(set) var steps: [ModelStep] = []
  private(set) var values: [ValueLayout] = []
  /// The number of the value that is the output.
  private(set) var outputValue = 0
  private var numbers: [String: Int] = [:]
  private var constants: [String: Tensor] = [:]
  private let sparse: SparseExecution

  /// Lowers a graph of one input and one output.
  ///
  /// - Parameter sparse: whether zeros among the weights may be left out.
  init(_ graph: ComputationGraph, sparse: SparseExecution) throws {
    self.sparse = sparse
    for input in graph.inputs {
      numbers[input.name] = addValue(of: graph.shape(of: input.name))
    }
    for node in graph.nodes where !node.operation.isInput {
      if graph.isConstant(node.name) {
        constants[node.name] = constant(node, in: graph)
      } else if node.operation.isReshape, node.epilogue == ComputationGraph.Epilogue() {
        numbers[node.name] = numbers[node.inputs[0]]
      } else {
        try append(node, in: graph)
      }
    }
    let output = graph.outputs[0]
    if let constant = constants[output] {
      let shape = graph.shape(of: output)
      try append(
        ComputationGraph.Node(output, .constant(constant.reshaped(to: shape))), in: graph)
    }
    outputValue = numbers[output] ?? 0
  }

  private mutating func append(_ node: ComputationGraph.Node, in graph: ComputationGraph) throws {
    let lowering = try NodeLowering(
      node, in: graph, constants: node.inputs.map { constants[$0] }, sparse: sparse)
    let read = node.inputs.compactMap { numbers[$0] }
    let made = addValue(of: graph.shape(of: node.name))
    // Whoever reads constants alone is given the model's input, and does not look at it.
    steps.append(lowering.step(inputs: read.isEmpty ? [0] : read, output: made))
    numbers[node.name] = made
  }

  private mutating func addValue(of shape: [Int]) -> Int {
    values.append(ValueLayout(elementCount(of: shape)))
    return values.count - 1
  }

  private func constant(
    _ node: ComputationGraph.Node, in graph: ComputationGraph
  ) -> Tensor {
    var generator = SplitMix64(seed: 0)
    return node.value(
      for: node.inputs.compactMap { constants[$0] }, shape: graph.shape(of: node.name),
      using: &generator)
  }
}
