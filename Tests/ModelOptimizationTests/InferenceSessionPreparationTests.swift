import ModelOptimization
import Testing

@Suite struct `A prepared model` {
  @Test func `fuses convolutions with what follows`() {
    let model = SessionNetwork.convolutional
    let operators = PreparedModel(model.model, inputShape: model.inputShape).operators
    #expect(
      operators.map(\.name) == [
        "0-2 Conv2D + ReLU + MaxPool2D", "3-5 Conv2D + ReLU + MaxPool2D", "7-8 Dense + ReLU",
        "9 Dense",
      ])
    #expect(operators.map(\.inputShape) == [[28, 28, 1], [14, 14, 32], [3136], [512]])
    #expect(operators.map(\.outputShape) == [[14, 14, 32], [7, 7, 64], [512], [10]])
  }

  @Test func `folds batch norms and names the parts of a residual block`() {
    let model = SessionNetwork.residual
    let prepared = PreparedModel(model.model, inputShape: model.inputShape)
    #expect(
      prepared.operators.map(\.name) == [
        "0 Conv2D", "1.body.0-1.body.2 Conv2D + BatchNorm + ReLU",
        "1.body.3-1.body.4 Conv2D + BatchNorm", "1-2 sum + ReLU",
        "3.body.0-3.body.1 Conv2D + ReLU", "3.shortcut.0 Conv2D", "3 sum", "4 sum", "5 BatchNorm",
        "6 GlobalAveragePool", "7.body.0 ReLU", "7 sum", "8-9 Dense + BatchNorm", "10 Softmax",
      ])
    #expect(prepared.outputShape == [5])
  }

  @Test func `does not fuse over a value that is read twice`() {
    // The ReLU inside the block and the way around it both read the convolution's result.
    var generator = SplitMix64(seed: 1)
    let model = Sequential([
      Conv2D(inputs: 2, outputs: 4, size: 3, padding: 1, using: &generator), Residual([ReLU()]),
    ])
    let prepared = PreparedModel(model, inputShape: [5, 5, 2])
    #expect(prepared.operators.map(\.name) == ["0 Conv2D", "1.body.0 ReLU", "1 sum"])
    let x = randomTensor([2, 5, 5, 2], seed: 2)
    let session = InferenceSession(prepared, maximumBatch: 2)
    #expect(relativeDistance(session(x), model(x)) < 2e-5)
  }

  @Test func `counts what its operators do`() {
    let model = SessionNetwork.convolutional
    let prepared = PreparedModel(model.model, inputShape: model.inputShape)
    // By hand: 28² pixels · 32 · 5² taps; 14² · 64 · 32 · 5²; 3136 · 512; 512 · 10.
    #expect(
      prepared.operators.map(\.multiplyAccumulates) == [627_200, 10_035_200, 1_605_632, 5_120])
    // Twice that, and for the first: a bias and a ReLU for each of 28² · 32 sums, 3 comparisons
    // for each of 14² · 32 windows.
    #expect(prepared.operators[0].floatingPointOperations == 1_254_400 + 50_176 + 18_816)
    #expect(prepared.operators[3].floatingPointOperations == 10_240 + 10)
    #expect(prepared.operators[3].weightBytes == 4 * (5_120 + 10))
    #expect(prepared.operators[0].activationBytes == 4 * (28 * 28 + 14 * 14 * 32))
    #expect(prepared.weightBytes == 4 * (832 + 51_264 + 1_606_144 + 5_130))
  }

  @Test func `needs memory for what is there at the same time only`() {
    let model = SessionNetwork.convolutional
    let prepared = PreparedModel(model.model, inputShape: model.inputShape)
    let session = InferenceSession(prepared, maximumBatch: 64)
    // Between the operators of one example lie 6272, 3136 and 512 floats; the first swing between
    // few places while the examples pass, the others are there for the whole batch.
    let whole = 4 * 64 * (3136 + 512)
    #expect(session.peakActivationBytes >= whole)
    #expect(session.peakActivationBytes <= whole + 512 * 1024)
    #expect(session.activationBytes == prepared.activationBytes(maximumBatch: 64))
    #expect(
      prepared.activationBytes(maximumBatch: 1) < prepared.activationBytes(maximumBatch: 64))
    #expect(
      prepared.activationBytes(maximumBatch: 64)
        <= prepared.activationBytes(maximumBatch: 64, threads: 2))
  }

  @Test func `measures each operator when it is asked to`() {
    let model = SessionNetwork.depthwise
    let session = InferenceSession(
      model.model, inputShape: model.inputShape, maximumBatch: 6, threads: 2)
    let x = model.input(6)
    var times = [Duration](repeating: .zero, count: session.model.operators.count)
    var output = [Float](repeating: 0, count: 60)
    var span = output.mutableSpan
    session.run(x.elements.span, batch: 6, into: &span, addingTo: &times)
    #expect(output == session(x).elements, "measuring changes no result")
    #expect(times.allSatisfy { $0 > .zero })
    let first = times
    span = output.mutableSpan
    session.run(x.elements.span, batch: 6, into: &span, addingTo: &times)
    #expect(zip(times, first).allSatisfy { $0 > $1 }, "times add up")
  }
}

/// What is refused ends the program; each runs in a process of its own.
@Suite struct `An inference session refuses` {
  @Test func `a batch beyond its maximum`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let session = InferenceSession(ReLU(), inputShape: [4], maximumBatch: 2)
      _ = session(Tensor(zeros: [3, 4]))
    }
    expect(result, says: "batches of up to 2 examples; it was given 3")
  }

  @Test func `an input of another shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let session = InferenceSession(ReLU(), inputShape: [4, 5], maximumBatch: 2)
      _ = session(Tensor(zeros: [1, 20]))
    }
    expect(result, says: "an input of shape [batch] + [4, 5]; it was given [1, 20]")
  }

  @Test func `memory of the wrong size`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let session = InferenceSession(ReLU(), inputShape: [4], maximumBatch: 2)
      var output = [Float](repeating: 0, count: 3)
      var span = output.mutableSpan
      session.run([1, 2, 3, 4].span, batch: 1, into: &span)
    }
    expect(
      result, says: "4 elements of input [4] and 4 of output [4]; there was memory for 4 and 3")
  }

  @Test func `layers that do not fit together, when it is made`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let model = Sequential([
        Dense(inputs: 8, outputs: 6, using: &generator), ReLU(),
        Dense(inputs: 7, outputs: 2, using: &generator),
      ])
      _ = InferenceSession(model, inputShape: [8])
    }
    expect(result, says: "Dense(7 → 2) takes an input of shape [batch, 7]; it was given [1, 6]")
  }

  @Test func `batches that no memory holds`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = InferenceSession(ReLU(), inputShape: [1 << 20], maximumBatch: 1 << 43)
    }
    expect(result, says: "more than fits in memory")
  }

  @Test func `a maximum of no examples`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = InferenceSession(ReLU(), inputShape: [4], maximumBatch: 0)
    }
    expect(result, says: "batches of at least 1 example")
  }

  private func expect(_ result: ExitTest.Result?, says words: String) {
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(words), "\(text)")
  }
}
