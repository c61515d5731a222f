import ModelOptimization
import Testing

private typealias Node = ComputationGraph.Node

@Suite struct `A computation graph` {
  @Test func `computes node after node, in whatever order they are given`() throws {
    let graph = try ComputationGraph(
      [
        Node("result", .add, ["product", "offset"]),
        Node("offset", .constant(Tensor([10, 20, 30], shape: [3]))),
        Node("product", .matmul, ["turned", "weight"]),
        Node("weight", .constant(Tensor([[1, 0, 1], [0, 1, 1]]))),
        Node("turned", .transpose(order: [1, 0]), ["x"]),
        Node("x", .input(shape: [2, 2])),
      ], outputs: ["result"])
    #expect(graph.nodes.map(\.name) == ["offset", "weight", "x", "turned", "product", "result"])
    #expect(graph.shape(of: "product") == [2, 3])
    #expect(graph.isConstant("weight") && !graph.isConstant("result"))
    #expect(graph.readerCount(of: "result") == 1)
    // [[1, 2], [3, 4]] turned is [[1, 3], [2, 4]]; times the weight [[1, 3, 4], [2, 4, 6]].
    let x = Tensor([1, 2, 3, 4, 0, 0, 0, 0], shape: [2, 2, 2])
    #expect(
      graph(x)
        == Tensor([11, 23, 34, 12, 24, 36, 10, 20, 30, 10, 20, 30], shape: [2, 2, 3]))
  }

  @Test func `multiplies examples by examples, and reshapes them`() throws {
    let graph = try ComputationGraph(
      [
        Node("a", .input(shape: [4])), Node("b", .input(shape: [2, 1])),
        Node("square", .reshape([2, 2]), ["a"]), Node("product", .matmul, ["square", "b"]),
        Node("scaled", .multiply, ["product", "product"]),
      ], outputs: ["scaled", "product"])
    let values = graph.values(for: [
      "a": Tensor([[1, 2, 3, 4], [5, 6, 7, 8]]),
      "b": Tensor([1, 1, 0, 2], shape: [2, 2, 1]),
    ])
    #expect(values["product"] == Tensor([3, 7, 12, 16], shape: [2, 2, 1]))
    #expect(values["scaled"] == Tensor([9, 49, 144, 256], shape: [2, 2, 1]))
  }

  @Test(arguments: SessionNetwork.allCases)
  func `is made of a model, and gives what the model gives`(network: SessionNetwork) {
    let graph = ComputationGraph(network.model, inputShape: network.inputShape)
    for batch in [1, 3, 0] {
      let x = network.input(batch)
      #expect(relativeDistance(graph(x), network.model(x)) < 1e-6, "batch \(batch)")
    }
  }

  @Test func `names nodes after the places of the layers`() {
    let graph = ComputationGraph(
      SessionNetwork.residual.model, inputShape: SessionNetwork.residual.inputShape)
    #expect(
      graph.nodes.prefix(8).map(\.name) == [
        "input", "0 Conv2D", "1.body.0 Conv2D", "1.body.1 BatchNorm", "1.body.2 ReLU",
        "1.body.3 Conv2D", "1.body.4 BatchNorm", "1 sum",
      ])
    #expect(graph["1 sum"]?.inputs == ["1.body.4 BatchNorm", "0 Conv2D"])
    let chain = ComputationGraph(SessionNetwork.perceptron.model, inputShape: [784])
    #expect(
      chain.nodes.map(\.name).prefix(4) == ["input", "0 Dense", "1 ReLU", "2 Dropout"])
  }

  @Test func `runs dropout and batch norms as in training where it is for training`() {
    var generator = SplitMix64(seed: 3)
    let model = Sequential([
      Dense(inputs: 6, outputs: 50, using: &generator), BatchNorm(channels: 50), Dropout(rate: 0.5),
    ])
    let x = randomTensor([8, 6], seed: 1)
    let graph = ComputationGraph(model, inputShape: [6], mode: .training)
    let y = graph.values(for: ["input": x], seed: 7)
    let norm = y["1 BatchNorm"] ?? x
    // The batch's own mean is taken off: every channel adds up to nothing.
    for channel in 0..<50 {
      #expect(abs((0..<8).reduce(Float(0)) { $0 + norm[$1, channel] }) < 1e-4)
    }
    let dropped = y[graph.outputs[0]]?.elements.count { $0 == 0 } ?? 0
    #expect((120...280).contains(dropped), "of 400 about half: \(dropped)")
    #expect(graph.values(for: ["input": x], seed: 7) == y, "the same seed, the same numbers")
    #expect(graph.values(for: ["input": x], seed: 8) != y)
  }
}

@Suite struct `A graph is refused` {
  @Test func `with a cycle, whose nodes are named`() {
    let error = #expect(throws: GraphError.self) {
      try ComputationGraph(
        [
          Node("x", .input(shape: [3])), Node("a", .add, ["x", "c"]),
          Node("b", .layer(ReLU()), ["a"]), Node("c", .layer(Tanh()), ["b"]),
          Node("result", .layer(ReLU()), ["b"]),
        ], outputs: ["result"])
    }
    guard case .cycle(let names) = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(Set(names) == ["a", "b", "c"])
    // Each reads the one before it.
    let follows = ["a": "b", "b": "c", "c": "a"]
    for (name, next) in zip(names, names.dropFirst()) { #expect(follows[name] == next) }
    #expect(error?.description.contains("has a cycle") == true)
    #expect(throws: GraphError.cycle(["self"])) {
      try ComputationGraph([Node("self", .layer(ReLU()), ["self"])], outputs: ["self"])
    }
  }

  @Test func `with a cycle of two behind nodes that only wait for it`() {
    #expect(throws: GraphError.cycle(["c", "b"])) {
      try ComputationGraph(
        [
          Node("waiting", .layer(ReLU()), ["b"]), Node("b", .layer(ReLU()), ["c"]),
          Node("c", .layer(ReLU()), ["b"]),
        ], outputs: ["waiting"])
    }
  }

  @Test func `with names that stand for none or for two`() {
    let x = Node("x", .input(shape: [3]))
    #expect(throws: GraphError.missingInput("y", of: "a")) {
      try ComputationGraph([x, Node("a", .layer(ReLU()), ["y"])], outputs: ["a"])
    }
    #expect(throws: GraphError.duplicateName("x")) {
      try ComputationGraph([x, x], outputs: ["x"])
    }
    #expect(throws: GraphError.missingOutput("z")) { try ComputationGraph([x], outputs: ["z"]) }
    #expect(throws: GraphError.noOutput) { try ComputationGraph([x], outputs: []) }
  }

  @Test func `with shapes that do not fit`() {
    let x = Node("x", .input(shape: [2, 3]))
    let wrong: [(Node, [[Int]])] = [
      (Node("sum", .add, ["x", "w"]), [[2, 3], [2]]),
      (Node("product", .matmul, ["w", "x"]), [[2], [2, 3]]),
      (Node("turned", .transpose(order: [0, 0]), ["x"]), [[2, 3]]),
      (Node("flat", .reshape([5]), ["x"]), [[2, 3]]),
      (Node("negative", .reshape([-2, -3]), ["x"]), [[2, 3]]),
    ]
    for (node, shapes) in wrong {
      let w = Node("w", .constant(Tensor([1, 2], shape: [2])))
      if node.name == "product" {
        // That one does fit; turned round it does not.
        #expect(throws: Never.self) { try ComputationGraph([x, w, node], outputs: [node.name]) }
        continue
      }
      let error = #expect(throws: GraphError.self) {
        try ComputationGraph([x, w, node], outputs: [node.name])
      }
      guard case .shapes(node.name, shapes, _) = error else {
        Issue.record("\(node.name): \(error as Any)")
        continue
      }
    }
    #expect(throws: GraphError.inputCount(node: "sum", needed: 2, given: 1)) {
      try ComputationGraph([x, Node("sum", .add, ["x"])], outputs: ["sum"])
    }
  }

  @Test func `by a session where it has two inputs, or is for training`() throws {
    let nodes = [
      Node("x", .input(shape: [3])), Node("y", .input(shape: [3])), Node("sum", .add, ["x", "y"]),
    ]
    #expect(throws: GraphError.inputsAndOutputs(inputs: ["x", "y"], outputs: ["sum"])) {
      try PreparedModel(ComputationGraph(nodes, outputs: ["sum"]))
    }
    #expect(throws: GraphError.training) {
      try PreparedModel(ComputationGraph(ReLU(), inputShape: [3], mode: .training))
    }
  }
}
