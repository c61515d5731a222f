/// A model made ready for inference: its layers turned into few operators, its weights laid out
/// for the kernels, once.
///
/// What is prepared:
/// - a convolution or a dense layer takes up the batch norm behind it (its weights are scaled, its
///   bias shifted), and does the ReLU and, where a kernel offers it, the 2×2 max pooling while its
///   results are still in the cache;
/// - dropout is gone, flattening costs nothing, compositions and residual blocks are resolved;
/// - where most weights are zero, the zeros are left out, if that is faster;
/// - a layer without an operator of its own is called as it is: every model works, but such a
///   layer allocates its result.
///
/// A prepared model does not change and is shared by as many sessions as there are callers.
///
/// Source for the batch norm: Jacob et al., "Quantization and Training of Neural Networks for
/// Efficient Integer-Arithmetic-Only Inference", 2017, arXiv:1712.05877, section 3.2.
public struct PreparedModel: Sendable {
  /// The shape of one example: `[28, 28, 1]`.
  public let inputShape: [Int]
  /// The shape of one result: `[10]`.
  public let outputShape: [Int]
  /// The steps in the order in which they run.
  public let operators: [OperatorDescription]

  let steps: [ModelStep]
  /// What each value is made of; value 0 is the input.
  let values: [ValueLayout]
  /// The number of the value that is the model's output.
  let outputValue: Int

  /// Prepares a model.
  ///
  /// A layer that does not take what the one before it gives ends the program with a sentence that
  /// names it and both shapes.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights; later changes to them are not seen.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - sparse: whether zeros among the weights are left out.
  public init(
    _ model: some Layer, inputShape: [Int], sparse: SparseExecution = .whereFaster
  ) {
    do {
      let graph = ComputationGraph(model, inputShape: inputShape)
      try self.init(GraphOptimizer.standard.optimize(graph).graph, sparse: sparse)
    } catch {
      // No pass of the library breaks a graph that was whole.
      fatalError("\(error)")
    }
  }

  /// Prepares a graph as it is, without any pass: what `GraphOptimizer` did to it, and nothing
  /// else, shows in the time.
  ///
  /// - Parameters:
  ///   - graph: one that takes one input and gives one output.
  ///   - sparse: whether zeros among the weights are left out.
  /// - Throws: `GraphError` for a graph in training mode, or with other than one input and one
  ///   output.
  public init(_ graph: ComputationGraph, sparse: SparseExecution = .whereFaster) throws {
    guard graph.mode == .inference else { throw GraphError.training }
    guard graph.inputs.count == 1, graph.outputs.count == 1 else {
      throw GraphError.inputsAndOutputs(
        inputs: graph.inputs.map(\.name), outputs: graph.outputs)
    }
    let lowering = try GraphLowering(graph, sparse: sparse)
    inputShape = graph.shape(of: graph.inputs[0].name)
    outputShape = graph.shape(of: graph.outputs[0])
    outputValue = lowering.outputValue
    values = lowering.values
    steps = lowering.steps
    operators = steps.map(\.description)
  }

  /// The bytes that a session needs for activations and to work in, the weights not counted.
  ///
  /// - Parameters:
  ///   - maximumBatch: the most examples in a call.
  ///   - threads: how many share the work.
  public func activationBytes(maximumBatch: Int, threads: Int = 1) -> Int {
    let plan = ExecutionPlan(self, maximumBatch: maximumBatch, threads: threads)
    return plan.arenaBytes + threads * scratchBytes + sharedBytes(examples: maximumBatch)
  }

  /// The bytes of all weights and biases as the kernels read them.
  public var weightBytes: Int { operators.reduce(0) { $0 + $1.weightBytes } }

  /// Bytes that the most demanding operator needs to work in, for each thread.
  var scratchBytes: Int { steps.map(\.operation.scratchBytes).max() ?? 0 }

  /// Bytes that the most demanding operator needs beside them, for all threads together.
  func sharedBytes(examples: Int) -> Int {
    steps.map { $0.operation.sharedBytes(examples: examples) }.max() ?? 0
  }
}

/// A step of a prepared model: an operator, what it reads and what it makes.
struct ModelStep: Sendable {
  /// How many examples a step should be given at once.
  enum Grouping {
    /// Few, so that what it gives is still in the cache when the next step reads it.
    case few
    /// All: its weights are large, and each reading of them should serve many examples.
    case all
    /// As many as the steps before it.
    case any
  }

  let description: OperatorDescription
  let operation: any PreparedOperator
  /// The numbers of the values that it reads: one, or two for a sum.
  let inputs: [Int]
  /// The number of the value that it makes.
  let output: Int
  let grouping: Grouping
}
