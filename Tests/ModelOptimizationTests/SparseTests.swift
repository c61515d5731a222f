import ModelOptimization
import Testing

/// A case of `Fixtures/sparse.json`.
private struct SparseCase: Decodable {
  var dense, x, y: Expected
  var rowStarts: [Int]
  var columnIndices: [Int32]
  var values: [Double]

  static func all() throws -> [SparseCase] {
    struct Table: Decodable { var cases: [SparseCase] }
    return try Fixture.table("sparse.json", as: Table.self).cases
  }
}

/// Some of the weights set to zero, or whole blocks of 16 outputs; the outputs come first.
private func pruned(_ weight: Tensor, _ share: Float, blocks: Bool, seed: UInt64 = 4) -> Tensor {
  var generator = SplitMix64(seed: seed)
  let columns = weight.count / weight.shape[0]
  var elements = weight.elements
  for first in stride(from: 0, to: weight.shape[0], by: blocks ? 16 : 1) {
    for column in 0..<columns where generator.nextUnit() < share {
      for row in first..<min(first + (blocks ? 16 : 1), weight.shape[0]) {
        elements[row * columns + column] = 0
      }
    }
  }
  return Tensor(elements, shape: weight.shape)
}

@Suite struct `A sparse matrix` {
  @Test func `stores what SciPy stores, and multiplies alike`() throws {
    for sparse in try SparseCase.all() {
      let matrix = SparseMatrix(sparse.dense.tensor)
      #expect(matrix.rowStarts == sparse.rowStarts)
      #expect(matrix.columnIndices == sparse.columnIndices)
      #expect(matrix.values == sparse.values.map { Float($0) })
      #expect(matrix.dense == sparse.dense.tensor)
      let parts = try SparseMatrix(
        rows: matrix.rows, columns: matrix.columns, rowStarts: sparse.rowStarts,
        columnIndices: sparse.columnIndices, values: sparse.values.map { Float($0) })
      #expect(parts == matrix)
      // Sums of up to 30 products below 1, in 32 bits.
      #expect(largestError(matrix.times(sparse.x.tensor), sparse.y) < 1e-5)
      let blocks = BlockSparseMatrix(sparse.dense.tensor)
      #expect(blocks.dense == sparse.dense.tensor)
      let turned = blocks.timesRows(of: sparse.x.tensor.transposed()).transposed()
      #expect(largestError(turned, sparse.y) < 1e-5)
      #expect(
        try BlockSparseMatrix(
          rows: blocks.rows, columns: blocks.columns, panelStarts: blocks.panelStarts,
          columnIndices: blocks.columnIndices, values: blocks.values) == blocks)
    }
  }

  @Test func `knows how much of it is zero`() {
    let matrix = SparseMatrix(Tensor([[0, 2, 0, -0.0], [0, 0, 0, 1]]))
    #expect(matrix.values == [2, 1] && matrix.sparsity == 0.75 && matrix.byteCount == 40)
    #expect(SparseMatrix(Tensor(zeros: [0, 4])).sparsity == 0)
    let rows = (0..<20).map { row in (0..<4).map { $0 == 1 || row == 17 ? Float(1) : 0 } }
    let blocks = BlockSparseMatrix(Tensor(rows))
    #expect(blocks.panelStarts == [0, 1, 5] && blocks.blockSparsity == 1 - 5.0 / 8)
  }

  @Test func `is refused where its parts do not fit`() throws {
    func make(_ starts: [Int], _ columns: [Int32], _ values: [Float], rows: Int = 2) throws {
      _ = try SparseMatrix(
        rows: rows, columns: 3, rowStarts: starts, columnIndices: columns, values: values)
    }
    #expect(throws: Never.self) { try make([0, 1, 3], [2, 0, 1], [1, 2, 3]) }
    #expect(throws: SparseMatrixError.shape(rows: 2, columns: 3, rowStarts: 2)) {
      try make([0, 3], [2, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.shape(rows: -1, columns: 3, rowStarts: 0)) {
      try make([], [], [], rows: -1)
    }
    #expect(throws: SparseMatrixError.elements(columns: 2, values: 3)) {
      try make([0, 1, 3], [2, 0], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.start(1, row: 0, elements: 3)) {
      try make([1, 1, 3], [2, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.start(1, row: 2, elements: 3)) {
      try make([0, 2, 1], [2, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.start(9, row: 1, elements: 3)) {
      try make([0, 9, 3], [2, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.start(2, row: 2, elements: 3)) {
      try make([0, 1, 2], [2, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.column(3, row: 0, columns: 3)) {
      try make([0, 1, 3], [3, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.column(-1, row: 0, columns: 3)) {
      try make([0, 1, 3], [-1, 0, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.column(1, row: 1, columns: 3)) {
      try make([0, 1, 3], [2, 1, 1], [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.elements(columns: 1, values: 3)) {
      try BlockSparseMatrix(
        rows: 5, columns: 3, panelStarts: [0, 1], columnIndices: [0], values: [1, 2, 3])
    }
    #expect(throws: SparseMatrixError.column(7, row: 0, columns: 3)) {
      try BlockSparseMatrix(
        rows: 5, columns: 3, panelStarts: [0, 1], columnIndices: [7],
        values: [Float](repeating: 1, count: 16))
    }
  }
}

@Suite struct `A session over a pruned network` {
  /// Layers of odd sizes, pruned at random or in blocks.
  private func network(blocks: Bool, share: Float = 0.93) -> Sequential {
    var generator = SplitMix64(seed: 6)
    func convolution(_ inputs: Int, _ outputs: Int, _ size: Int, stride: Int = 1) -> Conv2D {
      var layer = Conv2D(
        inputs: inputs, outputs: outputs, size: size, stride: stride, padding: size / 2,
        using: &generator)
      layer.weight = pruned(layer.weight, share, blocks: blocks)
      return layer
    }
    func dense(_ inputs: Int, _ outputs: Int) -> Dense {
      let layer = Dense(inputs: inputs, outputs: outputs, using: &generator)
      return Dense(
        weight: pruned(layer.weight.transposed(), share, blocks: blocks).transposed(),
        bias: randomTensor([outputs], seed: 3))
    }
    return Sequential([
      convolution(3, 20, 5), ReLU(), MaxPool2D(size: 2), convolution(20, 33, 3), ReLU(),
      convolution(33, 16, 1), convolution(16, 24, 3, stride: 2), MaxPool2D(size: 2), Flatten(),
      dense(24, 70), ReLU(), dense(70, 10),
    ])
  }

  @Test(arguments: [false, true], [1, 2, 3])
  func `gives what the layers give, the same bits for any batch and threads`(
    blocks: Bool, threads: Int
  ) {
    let model = network(blocks: blocks)
    let x = randomTensor([71, 11, 9, 3], seed: 8)
    let prepared = PreparedModel(
      model, inputShape: [11, 9, 3], sparse: blocks ? .blocks : .elements)
    // A stride of 2 has no kernel for single elements.
    let kinds = prepared.operators.map(\.kind)
    #expect(kinds.count { $0.hasPrefix(blocks ? "block-sparse" : "sparse") } == (blocks ? 6 : 5))
    let session = InferenceSession(prepared, maximumBatch: 71, threads: threads)
    let together = session(x)
    #expect(relativeDistance(together, model(x)) < 1e-5)
    let alone = InferenceSession(prepared, maximumBatch: 71)
    for range in [0..<1, 70..<71, 2..<7, 5..<13, 20..<53] {
      #expect(alone(x.rows(range)) == together.rows(range), "\(range)")
    }
    var elements = x.elements
    elements[x.columnCount * 30 + 100] = .nan
    let marked = session(Tensor(elements, shape: x.shape))
    #expect(marked.rows(0..<30) == together.rows(0..<30))
    #expect(marked.rows(31..<71) == together.rows(31..<71))
  }

  @Test func `leaves zeros out where that is faster, unless it must not`() {
    func kinds(_ model: Sequential, _ sparse: SparseExecution) -> [String] {
      PreparedModel(model, inputShape: [11, 9, 3], sparse: sparse).operators.map(\.kind)
    }
    let many = network(blocks: false)
    #expect(kinds(many, .whereFaster).prefix(3).allSatisfy { $0 == "sparse convolution" })
    #expect(kinds(many, .whereFaster).suffix(2).allSatisfy { $0 == "sparse dense" })
    // A stride of 2 has a kernel for blocks only, and such blocks are rarely empty.
    #expect(kinds(many, .whereFaster)[3] == "convolution")
    let half = network(blocks: false, share: 0.5)
    #expect(kinds(half, .whereFaster).allSatisfy { !$0.contains("sparse") })
    #expect(kinds(many, .never) == kinds(half, .never))
    #expect(kinds(network(blocks: true), .whereFaster).contains("block-sparse convolution"))
    let shipped = FashionModel.cnn.untrained(seed: 1)
    #expect(
      PreparedModel(shipped, inputShape: [28, 28, 1]).operators
        == PreparedModel(shipped, inputShape: [28, 28, 1], sparse: .never).operators)
  }

  @Test func `counts the bytes of what it stores`() {
    let model = Sequential([
      Dense(weight: Tensor([[0, 1], [0, 2], [3, 0]]), bias: Tensor(zeros: [2]))
    ])
    let prepared = PreparedModel(model, inputShape: [3], sparse: .elements)
    #expect(prepared.weightBytes > 0 && prepared.operators[0].multiplyAccumulates == 6)
    let x = Tensor([[1, 10, 100], [2, 0, -1]])
    #expect(InferenceSession(prepared, maximumBatch: 2)(x) == Tensor([[300, 21], [-3, 2]]))
  }
}

@Suite struct `A memory report` {
  @Test func `places every value, and none over another`() {
    for network in SessionNetwork.allCases {
      let prepared = PreparedModel(network.model, inputShape: network.inputShape)
      let report = prepared.memoryReport(maximumBatch: 16)
      #expect(report.values.map(\.name) == prepared.operators.map(\.name))
      #expect(report.values.last?.place == .output)
      #expect(report.peakBytes <= report.arenaBytes)
      #expect(
        report.arenaBytes + report.scratchBytes == prepared.activationBytes(maximumBatch: 16))
      for (index, first) in report.values.enumerated() {
        for second in report.values[(index + 1)...] where first.lifetime.overlaps(second.lifetime) {
          switch (first.place, second.place) {
          case (.arena(let a), .arena(let b)), (.workspace(let a), .workspace(let b)):
            #expect(a + first.bytes <= b || b + second.bytes <= a, "\(first) \(second)")
          default: break
          }
        }
      }
    }
  }

  @Test func `says what sharing saves`() {
    let network = SessionNetwork.perceptron
    let report = PreparedModel(network.model, inputShape: network.inputShape)
      .memoryReport(maximumBatch: 8)
    // Between the layers lie 256 and 128 floats, both there while the second layer works.
    #expect(report.unsharedBytes == 8 * 4 * (256 + 128))
    #expect(report.arenaBytes == report.unsharedBytes)
    #expect(report.description.contains("Arena: 12288 bytes"))
    let deep = PreparedModel(SessionNetwork.depthwise.model, inputShape: [28, 28, 1])
      .memoryReport(maximumBatch: 32)
    #expect(deep.arenaBytes * 4 < deep.unsharedBytes)
  }
}
