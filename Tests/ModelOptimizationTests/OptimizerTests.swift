import ModelOptimization
import Testing

/// Compared with numpy in double precision; see `Fixtures/make_fixtures.py`, `optimizers`.
@Suite struct `An optimizer` {
  struct Table: Decodable {
    var start: Expected
    var gradients, sgd, adam: [Expected]
  }
  let table: Table

  init() throws {
    table = try Fixture.table("optimizers.json", as: Table.self)
  }

  /// The largest error over all steps; the path is cut into two parameters of different shape.
  func largestPathError(_ optimizer: some Optimizer, _ path: [Expected]) -> Double {
    func cut(_ tensor: Tensor) -> [Tensor] {
      [
        Tensor(Array(tensor.elements[..<4]), shape: [2, 2]),
        Tensor(Array(tensor.elements[4...]), shape: [2]),
      ]
    }
    var optimizer = optimizer
    var parameters = cut(table.start.tensor)
    var worst = 0.0
    for (gradient, expected) in zip(table.gradients, path) {
      optimizer.update(&parameters, gradients: cut(gradient.tensor))
      let joined = Tensor(parameters.flatMap(\.elements), shape: [6])
      worst = max(worst, largestError(joined, expected))
    }
    return worst
  }

  @Test func `follows momentum`() {
    #expect(table.sgd.count == 4)
    #expect(largestPathError(SGD(learningRate: 0.1, momentum: 0.9), table.sgd) < 1e-6)
  }

  @Test func `follows Adam`() {
    #expect(table.adam.count == 4)
    #expect(largestPathError(Adam(learningRate: 0.01), table.adam) < 1e-6)
  }

  @Test func `without momentum goes straight down the slope`() {
    var sgd = SGD(learningRate: 0.5)
    var parameters = [Tensor([1, 2], shape: [2])]
    for _ in 0..<2 { sgd.update(&parameters, gradients: [Tensor([1, -4], shape: [2])]) }
    #expect(parameters[0].elements == [0, 6])
  }

  static let rules: [(String, any Optimizer)] = [
    ("sgdDecay", SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.05)),
    ("nesterov", SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.05, isNesterov: true)),
    ("adamDecay", Adam(learningRate: 0.01, weightDecay: 0.05)),
    ("adamW", AdamW(learningRate: 0.01, beta1: 0.8, beta2: 0.99, weightDecay: 0.1)),
  ]

  @Test(arguments: rules.map(\.0))
  func `goes PyTorch's way`(name: String) throws {
    let reference = try TrainingReference.read().optimizers
    let path = try #require(reference.paths[name])
    var optimizer = try #require(Self.rules.first { $0.0 == name }).1
    var parameters = [reference.start.tensor]
    for (gradient, expected) in zip(reference.gradients, path) {
      optimizer.update(&parameters, gradients: [gradient.tensor])
      // Sums of a few products in 32 bits against the same in 64.
      #expect(largestError(parameters[0], expected) < 1e-6)
    }
    #expect(path.count == 5)
  }

  @Test(arguments: rules.map(\.0))
  func `goes on from its state as if it had not been stopped`(name: String) throws {
    let fresh = try #require(Self.rules.first { $0.0 == name }).1
    // More than one part of a loop, and two shapes.
    var whole = (fresh, [randomTensor([300, 300], seed: 1), randomTensor([7], seed: 2)])
    func step(_ run: inout (any Optimizer, [Tensor]), _ seed: UInt64) {
      run.0.update(
        &run.1,
        gradients: [randomTensor([300, 300], seed: seed), randomTensor([7], seed: seed + 1)])
    }
    for seed: UInt64 in [10, 20] { step(&whole, seed) }
    var resumed = (fresh, whole.1)
    resumed.0.state = whole.0.state
    for seed: UInt64 in [30, 40] {
      step(&whole, seed)
      withThreads(2) { step(&resumed, seed) }
    }
    #expect(resumed.1 == whole.1)
    #expect(resumed.0.state == whole.0.state)
    #expect(fresh.settings["optimizer"] != nil)
  }

  @Test func `is slowed by a cosine from full speed to none`() {
    #expect(LearningRateSchedule.cosine.factor(at: 0) == 1)
    #expect(abs(LearningRateSchedule.cosine.factor(at: 0.5) - 0.5) < 1e-6)
    #expect(abs(LearningRateSchedule.cosine.factor(at: 1)) < 1e-6)
    #expect(LearningRateSchedule.constant.factor(at: 0.7) == 1)
  }

  @Test(arguments: [
    ("cosine", LearningRateSchedule.cosine),
    ("steps", .steps(count: 3, factor: 0.1)),
    ("warmUp", .warmUp(share: 0.2, then: .cosine)),
  ])
  func `changes its speed as PyTorch's schedules do`(
    name: String, schedule: LearningRateSchedule
  ) throws {
    let expected = try #require(try TrainingReference.read().schedules[name])
    #expect(expected.count == 20)
    for (step, factor) in expected.enumerated() {
      #expect(abs(Double(schedule.factor(at: Float(step) / 20)) - factor) < 1e-6)
    }
    #expect(LearningRateSchedule.warmUp(share: 1, then: .cosine).factor(at: 0.25) == 0.25)
    #expect(
      "\(LearningRateSchedule.warmUp(share: 0.05, then: .cosine))"
        == "warm-up over 0.05, then cosine")
  }

  @Test func `gets gradients that are clipped all together`() throws {
    let reference = try TrainingReference.read().clipping
    var gradients = reference.before.map(\.tensor)
    #expect(abs(Double(globalNorm(of: gradients)) - reference.norm) < 1e-6 * reference.norm)
    #expect(clip(&gradients, toGlobalNorm: 1.5) == globalNorm(of: reference.before.map(\.tensor)))
    for (gradient, expected) in zip(gradients, reference.after) {
      #expect(largestError(gradient, expected) < 1e-6)
    }
    let short = gradients
    clip(&gradients, toGlobalNorm: 2)
    #expect(gradients == short)
    #expect(globalNorm(of: []) == 0)
  }
}
