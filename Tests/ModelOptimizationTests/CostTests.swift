import ModelOptimization
import Testing

@Suite struct `A precision of weights` {
  @Test(arguments: [
    // Shape, then bytes in FP32, FP16, BF16, INT8, INT4, each reckoned by hand.
    // INT4: an output has ⌈inputs / 2⌉ bytes of weights and 2 for each group of 32 begun.
    ([784, 256], [802_816, 401_408, 401_408, 200_704 + 1024, 256 * (392 + 50)]),
    ([64, 10], [2560, 1280, 1280, 640 + 40, 10 * (32 + 4)]),
    ([33, 2], [264, 132, 132, 66 + 8, 2 * (17 + 4)]),
    // A convolution's first axis counts the outputs: 32 · 5 · 5 = 800 inputs for each.
    ([64, 32, 5, 5], [204_800, 102_400, 102_400, 51_200 + 256, 64 * (400 + 50)]),
    // A depthwise one has 9 inputs an output, and is hardly smaller in 4 bits than in 8.
    ([32, 1, 3, 3], [1152, 576, 576, 288 + 128, 32 * (5 + 2)]),
    // Biases and norms stay as they are.
    ([256], [1024, 512, 512, 1024, 1024]),
    ([0, 10], [0, 0, 0, 40, 0]),
  ]) func `takes the bytes of its format, scales included`(shape: [Int], bytes: [Int]) {
    #expect(WeightPrecision.allCases.map { $0.bytes(forShape: shape) } == bytes)
  }
}

@Suite struct `The cost of a model` {
  @Test func `is that of the standard multilayer perceptron`() {
    let cost = ModelCost(FashionModel.mlp.untrained(seed: 1), inputShape: [784])
    #expect(cost.parameters == 235_146)
    #expect(cost.multiplyAccumulates == 234_752)
    #expect(cost.floatingPointOperations == 469_504)
    #expect(cost.layers.map(\.outputShape) == [[256], [256], [128], [128], [10]])
    #expect(cost.layers.map(\.parameters) == [200_960, 0, 32_896, 0, 1290])
    #expect(cost.layers.map(\.multiplyAccumulates) == [200_704, 0, 32_768, 0, 1280])
    #expect(
      cost.layers.map { $0.name.prefix(7) } == [
        "0 Dense", "1 ReLU", "2 Dense", "3 ReLU", "4 Dense",
      ])
    #expect(cost.layers.allSatisfy { $0.name.count < 60 })
    #expect(cost.weightBytes(in: .fp32) == 940_584)
    #expect(cost.weightBytes(in: .fp16) == 470_292)
    // A byte each, a scale and a bias of 4 bytes for each of 256 + 128 + 10 outputs.
    #expect(cost.weightBytes(in: .int8) == 234_752 + 394 * 8)
    #expect(
      cost.weightBytes(in: .int4) == 256 * (392 + 50) + 128 * (128 + 16) + 10 * (64 + 8) + 394 * 4)
  }

  @Test func `counts convolutions by their output pixels`() {
    let cost = ModelCost(FashionModel.cnn.untrained(seed: 1), inputShape: [28, 28, 1])
    #expect(cost.parameters == 1_663_370)
    // 28² · 32 · 25, 14² · 64 · 32 · 25, 3136 · 512 and 512 · 10.
    #expect(cost.multiplyAccumulates == 627_200 + 10_035_200 + 1_605_632 + 5120)
    #expect(cost.layers.first?.outputShape == [28, 28, 32])
    #expect(cost.layers.last?.outputShape == [10])
    #expect(cost.statistics == 0)
  }

  @Test func `tells stored statistics from parameters`() {
    let model = FashionModel.depthwise.untrained(seed: 1)
    let cost = ModelCost(model, inputShape: FashionModel.depthwise.inputShape)
    #expect(cost.parameters == model.parameterCount)
    #expect(cost.parameters <= 100_000 && cost.statistics > 0)
    #expect(cost.weightBytes(in: .fp32) == 4 * (cost.parameters + cost.statistics))
    #expect(cost.multiplyAccumulates == model.multiplyAccumulates(for: [1, 28, 28, 1]))
  }

  @Test func `is nothing for a model without layers`() {
    let cost = ModelCost(Sequential([]), inputShape: [3])
    #expect(cost.parameters == 0 && cost.multiplyAccumulates == 0 && cost.layers.isEmpty)
    #expect(cost.weightBytes(in: .int8) == 0)
  }
}
