import ModelOptimization
import Testing

/// The fast products beside the plain one, over shapes that fill tiles and blocks and shapes that
/// just miss them. Most numbers are small integers: their sums are exact in any order, with or
/// without fused multiply-adds, so that a kernel agrees to the last bit or is wrong.
@Suite struct `A product by the kernels` {
  /// Rows, inner, columns. Tiles have up to 12 rows and 16 or 32 columns, blocks up to 96 rows and
  /// 1024 inner; products of fewer than 64 rows read the right matrix where it lies, one row of
  /// many columns streams it, and rows that collide in the cache are copied.
  static let shapes: [(Int, Int, Int)] = {
    var shapes = [
      (0, 4, 4), (4, 0, 4), (4, 4, 0), (0, 0, 0), (1, 1, 1), (1, 784, 256), (7, 1000, 10),
      (31, 127, 65), (64, 64, 64), (97, 257, 33), (193, 300, 47), (24, 513, 128), (130, 40, 500),
      (1, 300, 130), (2, 300, 130), (3, 300, 130), (1, 5, 4097), (25, 1, 25),
      (1, 200_000, 20), (13, 90_000, 7), (1, 37, 600), (1, 1030, 4111), (30, 1024, 130),
      (14, 2100, 140), (100, 1030, 70),
    ]
    for rows in [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 23, 24, 25] {
      for columns in [1, 2, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 63, 64, 65, 129] {
        shapes.append((rows, 5, columns))
      }
    }
    return shapes
  }()

  @Test(arguments: shapes)
  func `agrees with the plain loop`(m: Int, k: Int, n: Int) {
    let a = integers([m, k], seed: 1)
    let b = integers([k, n], seed: 2)
    let expected = reference(a, b)
    #expect(matmul(a, b) == expected)
    #expect(packedProduct(a, b) == expected)
  }

  @Test(arguments: shapes.filter { $0.0 * $0.1 * $0.2 > 0 })
  func `reads operands that are transposed where they lie`(m: Int, k: Int, n: Int) {
    let a = integers([m, k], seed: 3)
    let b = integers([k, n], seed: 4)
    let expected = reference(a, b)
    #expect(matmul(a.transposed(), b, transposing: .left) == expected)
    #expect(matmul(a, b.transposed(), transposing: .right) == expected)
    #expect(matmul(a.transposed(), b.transposed(), transposing: [.left, .right]) == expected)
    let packed = PackedMatrix(b.transposed(), transposed: true)
    #expect(product(a, packed) == expected)
  }

  @Test(arguments: shapes)
  func `adds to what stands in the product`(m: Int, k: Int, n: Int) {
    let a = integers([m, k], seed: 5)
    let b = integers([k, n], seed: 6)
    let start = integers([m, n], seed: 7)
    var sum = start
    matmul(a, b, addedTo: &sum)
    let plain = reference(a, b).elements
    #expect(sum.elements == zip(start.elements, plain).map { $0 + $1 })
  }

  @Test(arguments: shapes, MatmulActivation.allCases)
  func `adds the bias and activates`(shape: (Int, Int, Int), activation: MatmulActivation) {
    let (m, k, n) = shape
    let a = integers([m, k], seed: 8)
    let b = integers([k, n], seed: 9)
    let bias = integers([n], seed: 10)
    var expected = reference(a, b).elements
    for index in expected.indices {
      expected[index] += bias.elements[index % n]
      if activation == .relu, expected[index] < 0 { expected[index] = 0 }
    }
    let packed = PackedMatrix(b)
    #expect(product(a, packed, bias: bias, activation: activation).elements == expected)
    let inPlace = Tensor(shape: [m, n]) { c in
      withElements(a, b, bias) { a, b, bias in
        multiply(
          MatmulOperand(a, rows: m, columns: k), MatmulOperand(b, rows: k, columns: n), into: c,
          bias: bias, activation: activation)
      }
    }
    #expect(inPlace.elements == expected)
  }

  /// Matrices within wider ones: what lies between their rows is neither read nor written.
  @Test(arguments: [(1, 40, 20), (5, 9, 17), (6, 300, 16), (30, 33, 65), (100, 257, 40)])
  func `keeps to its rows in wider matrices`(m: Int, k: Int, n: Int) {
    let a = integers([m, k], seed: 11)
    let b = integers([k, n], seed: 12)
    let expected = reference(a, b)
    let wideA = widened(a, by: 3)
    let wideB = widened(b, by: 5)
    var c = Tensor([Float](repeating: .nan, count: m * (n + 2)), shape: [m, n + 2])
    c.withMutableElements { c in
      withElements(wideA, wideB) { a, b in
        multiply(
          MatmulOperand(a, rows: m, columns: k, rowStride: k + 3),
          MatmulOperand(b, rows: k, columns: n, rowStride: n + 5), into: c, rowStride: n + 2)
      }
    }
    for row in 0..<m {
      #expect(Array(c[row].prefix(n)) == expected[row])
      #expect(c[row].suffix(2).allSatisfy { $0.isNaN })
    }
  }

  @Test func `computes the part that it is asked for`() {
    let a = integers([20, 30], seed: 13)
    let b = integers([30, 70], seed: 14)
    let expected = reference(a, b)
    let packed = PackedMatrix(b)
    var c = Tensor([Float](repeating: .nan, count: 20 * 70), shape: [20, 70])
    c.withMutableElements { c in
      a.withElements { a in
        packed.multiplyPart(
          MatmulOperand(a, rows: 20, columns: 30), into: c, rowStride: 70, rowRange: 3..<11,
          columnRange: 16..<50)
      }
    }
    for row in 0..<20 {
      for column in 0..<70 {
        let inside = 3..<11 ~= row && 16..<50 ~= column
        #expect(inside ? c[row, column] == expected[row, column] : c[row, column].isNaN)
      }
    }
  }

  @Test(arguments: [(13, 784, 256), (100, 600, 65), (30, 128, 10), (8, 1000, 10)])
  func `gives a row the same bits alone as in a batch`(m: Int, k: Int, n: Int) {
    let a = randomTensor([m, k], seed: 15)
    let b = randomTensor([k, n], seed: 16)
    let together = matmul(a, b)
    let packed = PackedMatrix(b)
    #expect(product(a, packed) == together)
    for row in 0..<m {
      let alone = a.rows(row..<row + 1)
      #expect(matmul(alone, b) == together.rows(row..<row + 1))
      #expect(product(alone, packed) == together.rows(row..<row + 1))
    }
  }

  @Test(arguments: [2, 3])
  func `gives the same bits with any number of threads`(threads: Int) {
    for (m, k, n) in [
      (200, 300, 190), (1, 2000, 2100), (1, 90_000, 30), (3, 70_000, 18), (1024, 64, 40),
      (33, 784, 512),
    ] {
      let a = randomTensor([m, k], seed: 17)
      let b = randomTensor([k, n], seed: 18)
      let packed = PackedMatrix(b)
      let expected = matmul(a, b)
      let shared = withThreads(threads) { matmul(a, b) }
      #expect(shared == expected)
      let right = b.transposed()
      let transposed = withThreads(threads) { matmul(a, right, transposing: .right) }
      #expect(transposed == expected)
      let fromPacked = withThreads(threads) { product(a, packed) }
      #expect(fromPacked == expected)
      #expect(product(a, withThreads(threads) { PackedMatrix(b) }) == expected)
    }
  }

  @Test(arguments: [1, 7, 30])
  func `lets infinities and NaN through`(m: Int) {
    let (k, n) = (50, 37)
    for special in [Float.infinity, -.infinity, .nan] {
      var a = integers([m, k], seed: 19)
      let b = Tensor((0..<k * n).map { Float($0 % 5 + 1) }, shape: [k, n])
      a[m - 1, 17] = special
      let bias = Tensor(zeros: [n])
      for c in [matmul(a, b), product(a, PackedMatrix(b))] {
        #expect(c[m - 1].allSatisfy { $0 == special || $0.isNaN && special.isNaN })
        #expect(c.rows(0..<m - 1).elements.allSatisfy { $0.isFinite })
      }
      let clipped = product(a, PackedMatrix(b), bias: bias, activation: .relu)
      let expected: Float = special == -.infinity ? 0 : special
      #expect(clipped[m - 1].allSatisfy { $0 == expected || $0.isNaN && expected.isNaN })
    }
    // Zero times infinity is a NaN: no kernel may leave out a product because one factor is zero.
    var a = Tensor(zeros: [m, k])
    a[0, 3] = .infinity
    #expect(matmul(a, Tensor(zeros: [k, n]))[0].allSatisfy { $0.isNaN })
  }

  @Test func `takes sizes whose products do not fit in memory for a mistake`() async {
    await #expect(processExitsWith: .failure) {
      var nothing: [Float] = []
      var c = nothing.mutableSpan
      let empty: [Float] = []
      matmul(empty.span, empty.span, into: &c, m: 1 << 32, k: 1 << 32, n: 0)
    }
    await #expect(processExitsWith: .failure) {
      let one: [Float] = [1]
      one.withUnsafeBufferPointer { memory in
        if let base = memory.baseAddress {
          _ = PackedMatrix(MatmulOperand(base, rows: 1 << 40, columns: 1 << 40))
        }
      }
    }
  }
}

private func integers(_ shape: [Int], seed: UInt64) -> Tensor {
  var generator = SplitMix64(seed: seed)
  let count = shape.reduce(1, *)
  return Tensor((0..<count).map { _ in Float(generator.next() % 17) - 8 }, shape: shape)
}

private func reference(_ a: Tensor, _ b: Tensor) -> Tensor {
  let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
  var c = [Float](repeating: .nan, count: m * n)
  let (left, right) = (a.elements, b.elements)
  var target = c.mutableSpan
  referenceMatmul(left.span, right.span, into: &target, m: m, k: k, n: n)
  return Tensor(c, shape: [m, n])
}

private func packedProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
  product(a, PackedMatrix(b))
}

private func product(
  _ a: Tensor, _ b: PackedMatrix, bias: Tensor? = nil, activation: MatmulActivation = .none
) -> Tensor {
  Tensor(shape: [a.shape[0], b.columns]) { c in
    a.withElements { start in
      let left = MatmulOperand(start, rows: a.shape[0], columns: a.shape[1])
      if let bias {
        bias.withElements { b.multiply(left, into: c, bias: $0, activation: activation) }
      } else {
        b.multiply(left, into: c, activation: activation)
      }
    }
  }
}

private func widened(_ a: Tensor, by more: Int) -> Tensor {
  let rows = (0..<a.shape[0]).map { a[$0] + [Float](repeating: .nan, count: more) }
  return Tensor(rows)
}
