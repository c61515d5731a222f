import ModelOptimization
import Testing

private typealias Node = ComputationGraph.Node

/// Folding constants into weights rounds anew in each layer: a few units in the last place of 24
/// bits, which add up over the layers to less than this, relative to the largest output.
private let tolerance: Float = 2e-5

@Suite struct `The graph optimizer` {
  @Test(arguments: FashionModel.allCases)
  func `keeps what the shipped networks give`(model: FashionModel) throws {
    let network = try model.pretrained(from: shippedData)
    let x = try FashionMNIST.test(count: 16, from: shippedData).images
      .reshaped(to: [16] + model.inputShape)
    try expectEqualOutputs(network, model.inputShape, x)
  }

  @Test(arguments: SessionNetwork.allCases)
  func `keeps what other networks give, pass by pass`(network: SessionNetwork) throws {
    try expectEqualOutputs(network.model, network.inputShape, network.input(4))
  }

  /// Compares the graph after every pass with the layers, and the session over each with both.
  private func expectEqualOutputs(
    _ model: Sequential, _ inputShape: [Int], _ x: Tensor
  ) throws {
    let expected = model(x)
    var graph = ComputationGraph(model, inputShape: inputShape)
    for pass in GraphOptimizer.standard.passes {
      let before = graph.nodes.count
      let rewrite = try pass.apply(to: graph)
      graph = rewrite.graph
      #expect(relativeDistance(graph(x), expected) < tolerance, "\(pass.name)")
      #expect(rewrite.changes.allSatisfy { $0.pass == pass.name })
      if rewrite.changes.isEmpty { #expect(graph.nodes.count == before) }
    }
    let plain = try PreparedModel(ComputationGraph(model, inputShape: inputShape))
    let (optimized, report) = try GraphOptimizer.standard.optimize(
      ComputationGraph(model, inputShape: inputShape))
    #expect(report.nodesAfter == optimized.nodes.count)
    for prepared in [plain, try PreparedModel(optimized)] {
      let session = InferenceSession(prepared, maximumBatch: x.rowCount)
      #expect(relativeDistance(session(x), expected) < tolerance)
    }
    #expect(plain.operators.count >= optimized.nodes.count { !$0.name.contains("Flatten") } - 1)
    // A second time there is nothing to do.
    let again = try GraphOptimizer.standard.optimize(optimized)
    #expect(again.report.changes.isEmpty && again.report.rounds == 1)
  }

  @Test func `fuses the depthwise net to a step for each convolution`() throws {
    let model = FashionModel.depthwise.untrained(seed: 1)
    let graph = ComputationGraph(model, inputShape: [28, 28, 1])
    let (optimized, report) = try GraphOptimizer.standard.optimize(graph)
    // 11 convolutions, each with a norm and a ReLU; the mean, the dense layer and the input.
    #expect(report.nodesBefore == 36 && report.nodesAfter == 14)
    #expect(
      report.counts.map(\.pass) == ["batch norm folding", "activation fusion"]
        && report.counts.map(\.changes) == [11, 11])
    #expect(optimized.nodes[1].name == "0-2 Conv2D + BatchNorm + ReLU")
    #expect(optimized.nodes[1].epilogue.rectified)
    #expect(report.description.contains("36 nodes became 14"))
  }

  @Test func `lets images that lie channel by channel go through without transposes`() throws {
    var generator = SplitMix64(seed: 4)
    let model = Sequential([
      Conv2D(inputs: 2, outputs: 4, size: 3, padding: 1, layout: .nchw, using: &generator),
      Residual([
        BatchNorm(channels: 4, layout: .nchw), LeakyReLU(slope: 0.1),
        Conv2D(inputs: 4, outputs: 4, size: 3, padding: 1, layout: .nchw, using: &generator),
      ]), ReLU(), AveragePool2D(size: 2, layout: .nchw), Flatten(),
      Dense(inputs: 48, outputs: 3, using: &generator),
    ])
    let graph = ComputationGraph(model, inputShape: [2, 8, 6])
    let (optimized, _) = try GraphOptimizer.standard.optimize(graph)
    let prepared = try PreparedModel(optimized)
    #expect(
      prepared.operators.map(\.kind) == [
        "transpose", "convolution", "batch norm", "activation", "convolution", "sum", "pooling",
        "dense",
      ], "\(optimized)")
    let x = randomTensor([3, 2, 8, 6], seed: 2)
    #expect(relativeDistance(optimized(x), model(x)) < tolerance)
    let session = InferenceSession(prepared, maximumBatch: 3, threads: 2)
    #expect(relativeDistance(session(x), model(x)) < tolerance)
  }

  @Test func `says when passes undo each other's work`() throws {
    /// Puts a double negation behind the input, again and again.
    struct Restless: GraphPass {
      let name = "restless"
      func apply(to graph: ComputationGraph) throws -> GraphRewrite {
        GraphRewrite(
          graph: graph, changes: [GraphChange(pass: name, nodes: ["x"], action: "nothing")])
      }
    }
    let graph = ComputationGraph(ReLU(), inputShape: [3])
    #expect(throws: GraphError.noFixedPoint(rounds: 24, passes: ["restless"])) {
      try GraphOptimizer([DeadNodeRemoval(), Restless()]).optimize(graph)
    }
  }

  @Test func `runs any graph in a session`() throws {
    // Products of examples, constants on either side, a constant result.
    let nodes = [
      Node("x", .input(shape: [2, 2])), Node("w", .constant(Tensor([[1, 2], [3, 4]]))),
      Node("half", .constant(Tensor([0.5, 0.25], shape: [2]))),
      Node("square", .matmul, ["x", "x"]), Node("left", .matmul, ["w", "square"]),
      Node("scaled", .multiply, ["half", "left"], epilogue: .init(rectified: true)),
      Node("constant", .matmul, ["half", "w"]),
    ]
    let x = randomTensor([5, 2, 2], seed: 3)
    for output in ["scaled", "square", "constant", "x"] {
      let graph = try ComputationGraph(nodes, outputs: [output])
      let session = InferenceSession(try PreparedModel(graph), maximumBatch: 5)
      let y = session(x)
      let expected = graph(x)
      if output == "constant" {
        #expect(expected.elements == [1.25, 2])
        for row in 0..<5 { #expect(y.rows(row..<row + 1) == expected) }
      } else {
        #expect(y == expected, "\(output)")
      }
    }
  }
}

@Suite struct `Folding a batch norm` {
  struct FoldingCase: Decodable, CustomTestStringConvertible {
    var name: String
    var weight, scale, shift, mean, variance, foldedWeight, foldedBias, input, output: Expected
    var bias: Expected?
    var epsilon: Double

    var testDescription: String { name }

    static let all: [FoldingCase] = {
      struct Table: Decodable { var cases: [FoldingCase] }
      do {
        return try Fixture.table("folding.json", as: Table.self).cases
      } catch {
        Issue.record(error)
        return []
      }
    }()
  }

  @Test(arguments: FoldingCase.all)
  func `gives the weights and outputs of PyTorch's`(folding: FoldingCase) throws {
    let isDense = folding.weight.shape.count == 2
    let norm = BatchNorm(
      weight: folding.scale.tensor, bias: folding.shift.tensor, runningMean: folding.mean.tensor,
      runningVariance: folding.variance.tensor, epsilon: Float(folding.epsilon))
    let layer: any TrainableLayer
    let folded: any TrainableLayer
    let padding = folding.name == "convolution without a bias" ? 0 : 1
    if isDense {
      let dense = try Dense(
        weight: folding.weight.tensor.transposed(), bias: #require(folding.bias).tensor)
      (layer, folded) = (dense, dense.folding(norm))
    } else if folding.name == "depthwise" {
      let convolution = DepthwiseConv2D(
        weight: folding.weight.tensor, bias: folding.bias?.tensor, padding: padding)
      (layer, folded) = (convolution, convolution.folding(norm))
    } else {
      let convolution = Conv2D(
        weight: folding.weight.tensor, bias: folding.bias?.tensor, padding: padding)
      (layer, folded) = (convolution, convolution.folding(norm))
    }
    let weight = isDense ? folded.parameters[0].transposed() : folded.parameters[0]
    // PyTorch folds in 32 bits: a rounding of the root, of the quotient and of each product. The
    // channel without variance multiplies by up to 474.
    #expect(largestError(weight, folding.foldedWeight) < 5e-7)
    #expect(largestError(folded.parameters[1], folding.foldedBias) < 2e-6)
    let x = folding.input.tensor.laidOut(.nhwc)
    let graph = ComputationGraph(
      Sequential([layer, norm]), inputShape: Array(x.shape.dropFirst()))
    let (fused, report) = try GraphOptimizer.standard.optimize(graph)
    #expect(report.counts.map(\.pass) == ["batch norm folding"])
    for y in [folded(x), fused(x), Sequential([layer, norm]).foldingBatchNorms()(x)] {
      #expect(largestError(y.laidOutAsInPyTorch(.nhwc), folding.output) < 2e-5)
    }
  }

  @Test(arguments: SessionNetwork.allCases)
  func `of whole networks leaves what they give`(network: SessionNetwork) {
    let model = network.model
    let folded = model.foldingBatchNorms()
    let x = network.input(3)
    #expect(relativeDistance(folded(x), model(x)) < tolerance)
    #expect(folded.parameterCount <= model.parameterCount)
    if network == .depthwise { #expect(folded.statistics.isEmpty) }
  }
}
