import ModelOptimization
import Testing

/// Compared with numpy in double precision; see `Fixtures/make_fixtures.py`, `layers`.
@Suite struct `The layers` {
  struct Table: Decodable {
    var x, weight, bias, dense, logits, softmax, logSoftmax: Expected
    var labels, argmax: [Int]
    var crossEntropy: Double
  }
  let table: Table

  /// A dozen roundings of numbers near 1, each of at most 2⁻²⁴.
  let tolerance = 1e-6

  init() throws {
    table = try Fixture.table("layers.json", as: Table.self)
  }

  @Test func `multiply by weights of shape [inputs, outputs] and add a bias`() {
    let dense = Dense(weight: table.weight.tensor, bias: table.bias.tensor)
    #expect(largestError(dense(table.x.tensor), table.dense) < tolerance)
    #expect(dense.inputs == 7 && dense.outputs == 4)
    #expect(dense.parameterCount == 32)
    #expect(dense.multiplyAccumulates(batch: 5) == 140)
  }

  @Test func `set negative elements to zero and leave the others`() {
    let y = ReLU()(Tensor([-1, 0, 2, -.infinity, .nan], shape: [5]))
    #expect(y.elements[..<4] == [0, 0, 2, 0])
    #expect(y.elements[4].isNaN)
  }

  @Test func `turn scores into probabilities`() {
    #expect(largestError(softmax(table.logits.tensor), table.softmax) < tolerance)
  }

  @Test func `give the logarithms of probabilities`() {
    #expect(largestError(logSoftmax(table.logits.tensor), table.logSoftmax) < tolerance)
  }

  @Test func `measure scores by the mean cross-entropy`() {
    let loss = crossEntropy(logits: table.logits.tensor, labels: table.labels)
    #expect(abs(Double(loss) - table.crossEntropy) < 5 * tolerance)
  }

  @Test func `predict the class with the largest score`() {
    #expect(argmax(table.logits.tensor) == table.argmax)
    #expect(argmax(Tensor([[2, 5, 5], [.nan, 1, 0]])) == [1, 1])
  }

  @Test func `do not overflow on large scores`() {
    let p = softmax(Tensor([[1000, 1000], [-1000, 0]]))
    #expect(p.elements == [0.5, 0.5, 0, 1])
    // exp(-1000) is zero as a Float, and its logarithm still -1000.
    #expect(logSoftmax(Tensor([[-1000, 0]])).elements == [-1000, 0])
    #expect(crossEntropy(logits: Tensor([[-1000, 0]]), labels: [0]) == 1000)
  }

  @Test func `run softmax along the last axis, whatever the shape`() {
    let flat = table.logits.tensor
    let deep = softmax(flat.reshaped(to: [2, 3, 10]))
    #expect(deep.shape == [2, 3, 10])
    #expect(deep.elements == softmax(flat).elements)
    #expect(softmax(Tensor(zeros: [4])).elements == [0.25, 0.25, 0.25, 0.25])
  }

  @Test func `begin with weights whose spread fits the number of inputs`() {
    var generator = SplitMix64(seed: 5)
    let dense = Dense(inputs: 600, outputs: 400, using: &generator)
    let weights = dense.weight.elements.map { Double($0) }
    let bound = 0.1  // √(6 / 600)
    #expect(weights.allSatisfy { abs($0) <= bound })
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
    // 2 / 600 in expectation. The sample variance of 240,000 uniform numbers strays from it by
    // 0.2 % (√(0.8 / 240000)); 1 % is five times that.
    #expect(abs(variance * 600 / 2 - 1) < 0.01)
    #expect(dense.bias.elements.allSatisfy { $0 == 0 })
  }
}
