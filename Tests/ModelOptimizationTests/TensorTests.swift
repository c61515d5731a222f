import ModelOptimization
import Testing

@Suite struct `A tensor` {
  let x = Tensor([[1, 2, 3], [4, 5, 6]])

  @Test func `keeps its elements row by row`() {
    #expect(x.shape == [2, 3])
    #expect(x.elements == [1, 2, 3, 4, 5, 6])
    #expect(x[1, 0] == 4)
    #expect(x[1] == [4, 5, 6])
    #expect(x == Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]))
    #expect(x.rowCount == 2 && x.columnCount == 3 && x.count == 6)
  }

  @Test func `is a value, and a copy stays what it was`() {
    var y = x
    y[1, 0] = 7
    #expect(y.elements == [1, 2, 3, 7, 5, 6])
    #expect(x[1, 0] == 4)
  }

  @Test func `may be empty, or a single number`() {
    #expect(Tensor([[Float]]()).shape == [0, 0])
    #expect(Tensor(zeros: [3, 0]).count == 0)
    #expect(Tensor([5], shape: []).count == 1)
  }

  @Test func `takes another shape with the same elements`() {
    #expect(x.reshaped(to: [3, 2]) == Tensor([[1, 2], [3, 4], [5, 6]]))
    #expect(x.reshaped(to: [6]).rowCount == 6)
  }

  @Test func `gives some of its rows, with the other axes as they were`() {
    let images = Tensor((0..<12).map { Float($0) }, shape: [3, 2, 2])
    #expect(images.rows(1..<3) == Tensor((4..<12).map { Float($0) }, shape: [2, 2, 2]))
    #expect(images.rows(at: [2, 0, 2]).elements == [8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11])
    #expect(images.rows(3..<3).shape == [0, 2, 2])
  }

  @Test func `exchanges rows and columns`() {
    #expect(x.transposed() == Tensor([[1, 4], [2, 5], [3, 6]]))
    #expect(x.transposed().transposed() == x)
  }

  @Test func `describes itself by its shape and first elements`() {
    #expect("\(x)" == "Tensor [2, 3]: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0")
    #expect("\(Tensor(zeros: [9]))".hasSuffix("0.0, …"))
  }
}

/// A caller's mistake ends the program; what it writes before must name the shapes, also in a
/// release build.
@Suite struct `A wrong shape` {
  @Test func `is refused when elements and shape disagree`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor([1, 2, 3], shape: [2, 2])
    }
    expectMessage(result, "A tensor of shape [2, 2] has 4 elements; 3 were given.")
  }

  @Test func `is refused when rows differ in length`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor([[1, 2], [3]])
    }
    expectMessage(result, "row 0 has 2 elements, row 1 has 1")
  }

  @Test func `is refused by a matrix product, with both shapes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Tensor(zeros: [2, 3]), Tensor(zeros: [4, 5]))
    }
    expectMessage(result, "it was given [2, 3] and [4, 5]")
  }

  @Test func `is refused by a layer, which names itself`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let dense = Dense(weight: Tensor(zeros: [784, 10]), bias: Tensor(zeros: [10]))
      _ = dense(Tensor(zeros: [32, 100]))
    }
    expectMessage(
      result,
      "Dense(784 → 10) takes an input of shape [batch, 784]; it was given [32, 100]")
  }

  @Test func `is refused for an element outside`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor(zeros: [2, 3])[1, 3]
    }
    expectMessage(result, "[1, 3] lies outside a tensor of shape [2, 3].")
  }

  @Test func `is refused between the layers of a network`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = MultilayerPerceptron(layers: [
        Dense(weight: Tensor(zeros: [4, 3]), bias: Tensor(zeros: [3])),
        Dense(weight: Tensor(zeros: [2, 1]), bias: Tensor(zeros: [1])),
      ])
    }
    expectMessage(result, "Layer 0 gives 3 outputs, but layer 1 takes 2 inputs")
  }

  private func expectMessage(_ result: ExitTest.Result?, _ message: String) {
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains(message), "it wrote: \(output)")
  }
}
