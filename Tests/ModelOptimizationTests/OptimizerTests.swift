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

  @Test func `is slowed by a cosine from full speed to none`() {
    #expect(LearningRateSchedule.cosine.factor(at: 0) == 1)
    #expect(abs(LearningRateSchedule.cosine.factor(at: 0.5) - 0.5) < 1e-6)
    #expect(abs(LearningRateSchedule.cosine.factor(at: 1)) < 1e-6)
    #expect(LearningRateSchedule.constant.factor(at: 0.7) == 1)
  }
}
