import ModelOptimization
import Testing

/// `Fixtures/pruning-reference.json`: what PyTorch prunes.
struct PruningReference: Decodable {
  struct Masks: Decodable { var conv, dense: [Int] }
  struct Training: Decodable {
    var gradients: [Expected]
    var results: [String: Expected]
  }

  var conv, dense: Expected
  var local, global: [String: Masks]
  /// For each norm the filters, and the neurons, that go.
  var channels: [String: Masks]
  var pattern: Masks
  var training: Training
  var schedule: [Double]

  /// The convolution as layer 0, the dense layer as layer 2; it is never run.
  var model: Sequential {
    Sequential([
      Conv2D(weight: conv.tensor, bias: nil), Flatten(),
      Dense(weight: dense.tensor, bias: Tensor(zeros: [12])),
    ])
  }
}

@Suite struct `Pruning, compared with PyTorch,` {
  let reference: PruningReference

  init() throws {
    reference = try Fixture.table("pruning-reference.json", as: PruningReference.self)
  }

  func expectEqual(_ mask: PruningMask, _ masks: PruningReference.Masks) {
    #expect(mask.kept["0.weight"]?.map { $0 ? 1 : 0 } == masks.conv)
    #expect(mask.kept["2.weight"]?.map { $0 ? 1 : 0 } == masks.dense)
  }

  @Test(arguments: [0.3, 0.5, 0.9])
  func `removes the same weights of each layer and of all together`(sparsity: Double) throws {
    let model = reference.model
    expectEqual(
      try PruningMask(magnitudesOf: model, sparsity: sparsity),
      try #require(reference.local["\(sparsity)"]))
    expectEqual(
      try PruningMask(magnitudesOf: model, sparsity: sparsity, scope: .global),
      try #require(reference.global["\(sparsity)"]))
  }

  @Test func `keeps the same two of four`() throws {
    let pattern = try #require(SparsityPattern("2:4"))
    expectEqual(try PruningMask(of: reference.model, pattern: pattern), reference.pattern)
  }

  @Test(arguments: ChannelNorm.allCases)
  func `removes the same filters and neurons`(norm: ChannelNorm) throws {
    let expected = try #require(reference.channels[norm.rawValue])
    func removed(
      _ layer: any TrainableLayer, _ inputShape: [Int], _ share: Double
    ) throws -> [Int] {
      // Something must read the channels: those of the last layer are the network's outputs.
      let outputs = layer.outputShape(for: [1] + inputShape).dropFirst().reduce(1, *)
      var generator = SplitMix64(seed: 1)
      let model = Sequential([
        layer, Flatten(), Dense(inputs: outputs, outputs: 2, using: &generator),
      ])
      return try ChannelPruning(
        of: model, inputShape: inputShape, sparsity: share, norm: norm
      ).groups.first?.removed ?? []
    }
    let layers = reference.model.layers
    #expect(try removed(layers[0], [5, 5, 4], 0.5) == expected.conv)
    #expect(try removed(layers[2], [16], 0.25) == expected.dense)
  }

  @Test func `moves what is left as a masked layer moves there`() throws {
    let training = reference.training
    let constraint = MaskConstraint(try PruningMask(magnitudesOf: reference.model, sparsity: 0.5))
    func result(_ optimizer: some Optimizer) -> Tensor {
      var (optimizer, parameters) = (optimizer, [reference.dense.tensor])
      constraint.apply(to: &parameters, names: ["2.weight"], step: 0, of: 5)
      for (step, gradient) in training.gradients.enumerated() {
        optimizer.update(&parameters, gradients: [gradient.tensor])
        constraint.apply(to: &parameters, names: ["2.weight"], step: step + 1, of: 5)
      }
      return parameters[0]
    }
    // 5 steps in 32 bits, the weights near 1.
    #expect(
      largestError(
        result(SGD(learningRate: 0.1, momentum: 0.9)), try #require(training.results["sgd"]))
        < 1e-6)
    #expect(
      largestError(result(Adam(learningRate: 0.01)), try #require(training.results["adam"]))
        < 1e-6)
  }

  @Test func `raises the sparsity along the same cubic curve`() throws {
    let schedule = try PruningSchedule(
      target: 0.9, initial: 0.1, begin: 0.1, end: 0.5, interval: 5)
    #expect(schedule.sparsity(at: 0.09) == nil)
    for (step, expected) in zip(10..., reference.schedule) {
      let sparsity = try #require(schedule.sparsity(at: Double(step) / 100))
      #expect(abs(sparsity - expected) < 1e-12, "step \(step)")
    }
  }
}
