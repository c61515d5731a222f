import ModelOptimization
import Testing

private typealias Node = ComputationGraph.Node

/// What a pass does, and where it must do nothing.
@Suite struct `A graph pass` {
  private var generator = SplitMix64(seed: 9)

  private mutating func convolution(_ layout: ImageLayout = .nhwc) -> Conv2D {
    Conv2D(inputs: 4, outputs: 4, size: 3, padding: 1, layout: layout, using: &generator)
  }

  private func norm(_ layout: ImageLayout = .nhwc, channels: Int = 4) -> BatchNorm {
    func random(_ seed: UInt64, _ least: Float) -> Tensor {
      let elements = randomTensor([channels], seed: seed).elements.map { abs($0) + least }
      return Tensor(elements, shape: [channels])
    }
    return BatchNorm(
      weight: random(1, 0.5), bias: random(2, -0.5), runningMean: random(3, -0.5),
      runningVariance: random(4, 0.2), layout: layout)
  }

  private func chain(_ layers: [any TrainableLayer], _ shape: [Int]) -> ComputationGraph {
    ComputationGraph(Sequential(layers), inputShape: shape)
  }

  /// Applies a pass, expects the same outputs, and gives the names of the nodes left.
  @discardableResult
  private func apply(
    _ pass: some GraphPass, _ graph: ComputationGraph, changes: Int,
    location: SourceLocation = #_sourceLocation
  ) throws -> ComputationGraph {
    let rewrite = try pass.apply(to: graph)
    #expect(
      rewrite.changes.count == changes, "\(rewrite.changes)", sourceLocation: location)
    let inputs = Dictionary(
      uniqueKeysWithValues: graph.inputs.enumerated().map {
        ($1.name, randomTensor([3] + graph.shape(of: $1.name), seed: UInt64($0)))
      })
    let (before, after) = (
      graph.values(for: inputs, seed: 5), rewrite.graph.values(for: inputs, seed: 5)
    )
    for (old, new) in zip(graph.outputs, rewrite.graph.outputs) {
      guard let expected = before[old], let actual = after[new] else { continue }
      #expect(relativeDistance(actual, expected) < 1e-5, "\(old)", sourceLocation: location)
    }
    return rewrite.graph
  }

  @Test mutating func `folds a batch norm into the layer before it`() throws {
    let graph = chain([convolution(), norm(), ReLU()], [4, 4, 4])
    let folded = try apply(BatchNormFolding(), graph, changes: 1)
    #expect(folded.nodes.map(\.name) == ["input", "0-1 Conv2D + BatchNorm", "2 ReLU"])
    try apply(
      BatchNormFolding(),
      chain([Dense(inputs: 5, outputs: 4, using: &generator), norm()], [5]), changes: 1)
    try apply(
      BatchNormFolding(), chain([convolution(.nchw), norm(.nchw)], [4, 4, 4]), changes: 1)
  }

  @Test mutating func `does not fold a batch norm where it must not`() throws {
    let pass = BatchNormFolding()
    // The images are 4×4 with 4 channels: only the layout says which axis is meant.
    try apply(pass, chain([convolution(), norm(.nchw)], [4, 4, 4]), changes: 0)
    try apply(pass, chain([convolution(.nchw), norm()], [4, 4, 4]), changes: 0)
    try apply(pass, chain([convolution(), ReLU(), norm()], [4, 4, 4]), changes: 0)
    try apply(
      pass, chain([convolution(), Flatten(), norm(channels: 64)], [4, 4, 4]), changes: 0)
    try apply(pass, chain([MaxPool2D(size: 2), norm()], [4, 4, 4]), changes: 0)
    // Somebody else reads the convolution's result, or it is a result of the graph.
    try apply(pass, chain([convolution(), Residual([norm()])], [4, 4, 4]), changes: 0)
    let nodes = [
      Node("x", .input(shape: [4, 4, 4])), Node("conv", .layer(convolution()), ["x"]),
      Node("norm", .layer(norm()), ["conv"]),
    ]
    try apply(pass, ComputationGraph(nodes, outputs: ["norm", "conv"]), changes: 0)
    try apply(pass, ComputationGraph(nodes, outputs: ["norm"]), changes: 1)
    // In training the norm looks at the batch.
    try apply(pass, ComputationGraph(nodes, outputs: ["norm"], mode: .training), changes: 0)
  }

  @Test mutating func `fuses a ReLU with what can apply it`() throws {
    let pass = ActivationFusion()
    let graph = try apply(pass, chain([convolution(), ReLU()], [4, 4, 4]), changes: 1)
    #expect(graph.nodes.last?.epilogue == .init(rectified: true))
    try apply(pass, chain([norm(), ReLU()], [4, 4, 4]), changes: 1)
    try apply(pass, chain([Residual([Tanh()]), ReLU()], [4]), changes: 1)
    // Not with a pooling or a function, in another layout, over a value that is read twice, or
    // past a sum that repeats one side.
    try apply(pass, chain([MaxPool2D(size: 2), ReLU()], [4, 4, 4]), changes: 0)
    try apply(pass, chain([Tanh(), ReLU()], [4]), changes: 0)
    try apply(pass, chain([convolution(.nchw), ReLU()], [4, 4, 4]), changes: 0)
    try apply(pass, chain([convolution(), Residual([ReLU()])], [4, 4, 4]), changes: 0)
    let sum = [
      Node("x", .input(shape: [2, 3])), Node("c", .constant(randomTensor([3], seed: 1))),
      Node("sum", .add, ["x", "c"]), Node("y", .layer(ReLU()), ["sum"]),
    ]
    try apply(pass, ComputationGraph(sum, outputs: ["y"]), changes: 0)
    let training = ComputationGraph(
      Sequential([convolution(), ReLU()]), inputShape: [4, 4, 4], mode: .training)
    try apply(pass, training, changes: 0)
  }

  @Test mutating func `fuses a pooling of 2×2 with a convolution`() throws {
    let pass = PoolingFusion()
    let layers: [any TrainableLayer] = [convolution(), MaxPool2D(size: 2)]
    let graph = try apply(pass, chain(layers, [4, 5, 4]), changes: 1)
    #expect(graph.shape(of: graph.outputs[0]) == [2, 2, 4])
    for other: any TrainableLayer in [
      MaxPool2D(size: 3), MaxPool2D(size: 2, stride: 1), MaxPool2D(size: 2, padding: 1),
      AveragePool2D(size: 2), MaxPool2D(size: 2, layout: .nchw),
    ] {
      try apply(pass, chain([convolution(), other], [4, 5, 4]), changes: 0)
    }
    try apply(
      pass, chain([convolution(), MaxPool2D(size: 2), MaxPool2D(size: 2)], [8, 8, 4]), changes: 1)
    try apply(pass, chain([convolution(), Residual([MaxPool2D(size: 1)])], [4, 4, 4]), changes: 0)
  }

  @Test func `computes constants once`() throws {
    let nodes = [
      Node("x", .input(shape: [2])), Node("a", .constant(Tensor([[1, 2], [3, 4]]))),
      Node("turned", .transpose(order: [1, 0]), ["a"]), Node("square", .matmul, ["a", "turned"]),
      Node("soft", .layer(Softmax()), ["square"]), Node("y", .matmul, ["x", "soft"]),
    ]
    let graph = try apply(
      ConstantFolding(), ComputationGraph(nodes, outputs: ["y"]), changes: 3)
    guard case .constant(let soft) = graph["soft"]?.operation else {
      Issue.record("not folded")
      return
    }
    #expect(soft.shape == [2, 2] && abs(soft.elements[0] + soft.elements[1] - 1) < 1e-6)
    // In training a layer's result is not constant; what depends on the input never is.
    try apply(
      ConstantFolding(), ComputationGraph(nodes, outputs: ["y"], mode: .training), changes: 2)
    try apply(ConstantFolding(), chain([ReLU()], [2]), changes: 0)
  }

  @Test func `removes what nobody reads`() throws {
    let nodes = [
      Node("x", .input(shape: [2])), Node("unused", .input(shape: [1])),
      Node("y", .layer(ReLU()), ["x"]), Node("dead", .layer(Tanh()), ["y"]),
      Node("dead too", .layer(Tanh()), ["dead"]),
    ]
    let graph = try apply(
      DeadNodeRemoval(), ComputationGraph(nodes, outputs: ["y"]), changes: 1)
    #expect(graph.nodes.map(\.name) == ["x", "unused", "y"])
    try apply(DeadNodeRemoval(), ComputationGraph(nodes, outputs: ["y", "dead too"]), changes: 0)
  }

  @Test func `removes what gives back its input`() throws {
    let pass = RedundantNodeRemoval()
    let double = try apply(
      pass, chain([ReLU(), MaxPool2D(size: 2), Dropout(rate: 0.2), ReLU()], [4, 4, 2]), changes: 2)
    #expect(double.nodes.map(\.name) == ["input", "0 ReLU", "1 MaxPool2D"])
    try apply(pass, chain([Tanh(), ReLU()], [4]), changes: 0)
    try apply(pass, chain([ReLU(), LayerNorm(width: 4), ReLU()], [4]), changes: 0)
    let training = ComputationGraph(
      Sequential([Dropout(rate: 0.2)]), inputShape: [4], mode: .training)
    try apply(pass, training, changes: 0)

    let nodes = [
      Node("x", .input(shape: [6])), Node("a", .reshape([2, 3]), ["x"]),
      Node("b", .reshape([3, 2]), ["a"]), Node("c", .reshape([3, 2]), ["b"]),
      Node("zeros", .constant(Tensor(zeros: [2]))), Node("d", .add, ["c", "zeros"]),
      Node("ones", .constant(Tensor([1, 1, 1, 1, 1, 1], shape: [3, 2]))),
      Node("e", .multiply, ["ones", "d"]),
    ]
    let graph = try apply(pass, ComputationGraph(nodes, outputs: ["e"]), changes: 4)
    #expect(graph.outputs == ["b"] && graph["b"]?.inputs == ["x"])
    // Zeros of a larger shape make the result larger; twos and halves do something.
    let kept = [
      Node("x", .input(shape: [2])), Node("zeros", .constant(Tensor(zeros: [3, 2]))),
      Node("a", .add, ["x", "zeros"]), Node("twos", .constant(Tensor([2, 1], shape: [2]))),
      Node("b", .multiply, ["a", "twos"]),
    ]
    try apply(pass, ComputationGraph(kept, outputs: ["b"]), changes: 0)
  }

  @Test mutating func `computes once what is computed twice`() throws {
    let pass = DuplicateMerging()
    let (first, second) = (convolution(), convolution())
    func nodes(_ a: Conv2D, _ b: Conv2D) -> [Node] {
      [
        Node("x", .input(shape: [4, 4, 4])), Node("a", .layer(a), ["x"]),
        Node("b", .layer(b), ["x"]), Node("ra", .layer(ReLU()), ["a"]),
        Node("rb", .layer(ReLU()), ["b"]), Node("y", .add, ["ra", "rb"]),
      ]
    }
    let merged = try apply(
      pass, ComputationGraph(nodes(first, first), outputs: ["y"]), changes: 2)
    #expect(merged["y"]?.inputs == ["ra", "ra"])
    try apply(pass, ComputationGraph(nodes(first, second), outputs: ["y"]), changes: 0)
    try apply(
      pass, ComputationGraph(nodes(first, first), outputs: ["y"], mode: .training), changes: 0)
    // What cannot be compared is never alike; what has another epilogue is not.
    var different = nodes(first, first)
    different[2].epilogue.rectified = true
    try apply(pass, ComputationGraph(different, outputs: ["y"]), changes: 0)
  }

  @Test func `merges, moves and cancels transposes`() throws {
    let pass = TransposeMerging()
    func graph(_ nodes: [Node], _ output: String) throws -> ComputationGraph {
      try ComputationGraph([Node("x", .input(shape: [2, 3, 4]))] + nodes, outputs: [output])
    }
    let there = Node("there", .transpose(order: [1, 2, 0]), ["x"])
    // To the end of the function, into one with its inverse, and away.
    let cancelled = try GraphOptimizer([pass, DeadNodeRemoval()]).optimize(
      graph(
        [
          there, Node("f", .layer(GELU()), ["there"]),
          Node("back", .transpose(order: [2, 0, 1]), ["f"]),
        ], "back")
    ).graph
    #expect(cancelled.nodes.map(\.name) == ["x", "f"])
    let once = try apply(
      pass, graph([there, Node("more", .transpose(order: [1, 2, 0]), ["there"])], "more"),
      changes: 1)
    guard case .transpose(order: [2, 0, 1]) = once["more"]?.operation else {
      Issue.record("\(once)")
      return
    }
    // A layer that looks along an axis is not passed, nor a value that is read twice moved.
    try apply(pass, graph([there, Node("f", .layer(Softmax()), ["there"])], "f"), changes: 0)
    try apply(
      pass,
      graph(
        [there, Node("f", .layer(Tanh()), ["there"]), Node("sum", .add, ["f", "there"])], "sum"),
      changes: 0)
    let sums = [
      there, Node("other", .transpose(order: [1, 2, 0]), ["x"]),
      Node("sum", .add, ["there", "other"]),
    ]
    try apply(pass, graph(sums, "sum"), changes: 1)
    var unlike = sums
    unlike[1] = Node("other", .layer(Tanh()), ["there"])
    try apply(pass, graph(unlike, "sum"), changes: 0)
  }

  @Test mutating func `turns a transpose into an order of weights`() throws {
    let dense = Dense(inputs: 24, outputs: 3, using: &generator)
    let nodes = [
      Node("x", .input(shape: [2, 3, 4])), Node("t", .transpose(order: [2, 0, 1]), ["x"]),
      Node("flat", .reshape([24]), ["t"]), Node("y", .layer(dense), ["flat"]),
    ]
    let graph = try apply(
      TransposeMerging(), ComputationGraph(nodes, outputs: ["y"]), changes: 2)
    #expect(graph.nodes.map(\.name) == ["x", "flat", "y"])
    try apply(TransposeMerging(), ComputationGraph(nodes, outputs: ["y", "flat"]), changes: 0)
    try apply(
      TransposeMerging(), ComputationGraph(nodes, outputs: ["y"], mode: .training), changes: 0)
  }

  @Test mutating func `makes one layer of a product and constants`() throws {
    let pass = MatrixProductFusion()
    func nodes(_ shape: [Int]) -> [Node] {
      [
        Node("x", .input(shape: shape)), Node("w", .constant(randomTensor([4, 4], seed: 1))),
        Node("b", .constant(randomTensor([4], seed: 2))), Node("p", .matmul, ["x", "w"]),
        Node("s", .multiply, ["b", "p"]), Node("y", .add, ["s", "b"]),
      ]
    }
    let graph = try apply(pass, ComputationGraph(nodes([4]), outputs: ["y"]), changes: 3)
    #expect(graph.nodes.count == 4 && graph.outputs == ["p + s + y"])
    // A dense layer takes one row for each example.
    try apply(pass, ComputationGraph(nodes([2, 4]), outputs: ["y"]), changes: 0)
    try apply(
      pass, ComputationGraph(nodes([4]), outputs: ["y"], mode: .training), changes: 0)
    // The last axis of such images is their width, not their channels.
    for (layout, changes) in [(ImageLayout.nhwc, 1), (.nchw, 0)] {
      let images = [
        Node("x", .input(shape: [4, 4, 4])), Node("c", .layer(convolution(layout)), ["x"]),
        Node("b", .constant(randomTensor([4], seed: 2))), Node("y", .add, ["c", "b"]),
      ]
      try apply(pass, ComputationGraph(images, outputs: ["y"]), changes: changes)
    }
  }

  @Test mutating func `writes down the transposes inside a layer`() throws {
    for layer: any TrainableLayer in [
      convolution(.nchw), norm(.nchw), MaxPool2D(size: 2, layout: .nchw),
      AveragePool2D(size: 3, stride: 1, padding: 1, layout: .nchw),
      GlobalAveragePool(layout: .nchw),
      DepthwiseConv2D(channels: 4, size: 3, layout: .nchw, using: &generator),
    ] {
      let graph = try apply(LayoutResolution(), chain([layer], [4, 6, 5]), changes: 1)
      #expect(graph.nodes.count == (layer is GlobalAveragePool ? 3 : 4))
    }
    try apply(LayoutResolution(), chain([convolution(), norm(), ReLU()], [4, 4, 4]), changes: 0)
    // A row of channels has no layout.
    try apply(LayoutResolution(), chain([norm(.nchw)], [4]), changes: 0)
  }
}
