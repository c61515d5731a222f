import ModelOptimization
import Testing

@Suite struct `A product of 8-bit integers` {
  static let shapes: [[Int]] = [
    [0, 3, 4], [3, 0, 4], [3, 4, 0], [1, 1, 1], [1, 2, 3], [1, 5, 16], [1, 7, 33], [2, 3, 17],
    [3, 4, 15], [4, 8, 16], [5, 9, 31], [6, 6, 32], [7, 13, 40], [8, 16, 48], [9, 64, 33],
    [13, 100, 10], [31, 127, 65], [33, 50, 64], [34, 21, 7], [40, 1025, 18], [32, 784, 20],
    [1, 784, 50], [1, 1023, 17], [1, 1024, 16], [1, 2049, 40], [1, 33_000, 33], [5, 3001, 9],
  ]
  static let forms = IntegerForm.allCases.filter(\.isAvailable)

  @Test(arguments: shapes, forms)
  func `gives the plain sums for unsigned activations in every form`(
    shape: [Int], form: IntegerForm
  ) {
    let (m, k, n) = (shape[0], shape[1], shape[2])
    let a = bytes(m * k, seed: 1, as: UInt8.self)
    let b = weights(k * n, seed: 2, form: form)
    let start = (0..<n).map { Int32($0 * 1000 - 500) }
    let packed = pack(b, k: k, n: n, form: form)
    #expect(
      multiply(packed, a, start: start, rows: m)
        == IntegerReference.multiply(a, b, start: start, m: m, k: k, n: n))
  }

  @Test(arguments: shapes, forms)
  func `gives the plain sums for signed activations in every form`(
    shape: [Int], form: IntegerForm
  ) {
    let (m, k, n) = (shape[0], shape[1], shape[2])
    let a = bytes(m * k, seed: 3, as: Int8.self)
    let b = weights(k * n, seed: 4, form: form)
    let packed = pack(b, k: k, n: n, form: form)
    var c = [Int32](repeating: 7, count: m * n)
    packed.multiply(a, stride: k, into: &c, rows: m)
    #expect(c == IntegerReference.multiply(a, b, m: m, k: k, n: n))
  }

  /// What makes `vpmaddubsw` saturate: all activations 255, all weights 127 or all -128.
  @Test(arguments: [Int8(127), -128])
  func `is exact for the most extreme numbers on every lane`(weight: Int8) {
    let (m, k, n) = (7, 1030, 37)
    for activation in [UInt8(255), 254, 129, 128] {
      let a = [UInt8](repeating: activation, count: m * k)
      let b = [Int8](repeating: weight, count: k * n)
      let packed = pack(b, k: k, n: n)
      #expect(packed.form != .pairs)
      let expected = Int32(activation) * Int32(weight) * Int32(k)
      #expect(multiply(packed, a, rows: m).allSatisfy { $0 == expected })
    }
    let lowest = [Int8](repeating: -128, count: m * k)
    let packed = pack([Int8](repeating: weight, count: k * n), k: k, n: n)
    var c = [Int32](repeating: 0, count: m * n)
    packed.multiply(lowest, stride: k, into: &c, rows: m)
    #expect(c.allSatisfy { $0 == -128 * Int32(weight) * Int32(k) })
  }

  @Test func `takes pairs at the very edge of what 16 bits hold, and no further`() {
    // 255 · 128 is 32,640 and fits; 255 · 129 is 32,895 and does not.
    let edge: [[Int8]] = [
      [64, 64], [-64, -64], [127, 1], [-128, 127], [127, -128], [-128, 0],
    ]
    for pair in edge {
      #expect(pairsFit(pair), "\(pair)")
      let a: [UInt8] = [255, 255]
      let packed = IntegerWeights(
        pair, k: 2, n: 1, rowStride: 1, columnStride: 1,
        form: IntegerForm.pairs.isAvailable ? .pairs : nil)
      #expect(
        multiply(packed, a, rows: 1) == IntegerReference.multiply(a, pair, m: 1, k: 2, n: 1))
    }
    for pair: [Int8] in [[65, 64], [127, 2], [-128, -1], [127, 127], [-128, -128]] {
      #expect(!pairsFit(pair), "\(pair)")
      #expect(pairsFit(pair, largestActivation: 127), "\(pair) of 7-bit activations")
    }
  }

  @Test func `needs the pair that spans no group to fit by itself`() {
    // Pairs are (0, 1), (2, 3): the neighbours 1 and 2 are never added in 16 bits.
    #expect(pairsFit([0, 127, 127, 0]))
    #expect(!pairsFit([0, 0, 127, 127]))
    #expect(pairsFit([0, 0, 127]))
  }

  @Test func `reads transposed weights`() {
    let (m, k, n) = (3, 10, 21)
    let a = bytes(m * k, seed: 5, as: UInt8.self)
    let b = bytes(k * n, seed: 6, as: Int8.self)
    let transposed = (0..<n).flatMap { column in (0..<k).map { b[$0 * n + column] } }
    let packed = IntegerWeights(transposed, k: k, n: n, rowStride: 1, columnStride: k)
    #expect(
      multiply(packed, a, rows: m) == IntegerReference.multiply(a, b, m: m, k: k, n: n))
    #expect(
      packed.columnSums
        == (0..<n).map { column in (0..<k).reduce(0) { $0 + Int32(b[$1 * n + column]) } })
  }

  @Test(arguments: [[300, 200, 100], [3, 3000, 900], [1, 4000, 1500]])
  func `is the same with two threads`(shape: [Int]) {
    let (m, k, n) = (shape[0], shape[1], shape[2])
    let a = bytes(m * k, seed: 7, as: UInt8.self)
    let packed = pack(bytes(k * n, seed: 8, as: Int8.self), k: k, n: n)
    let alone = multiply(packed, a, rows: m)
    #expect(withThreads(2) { multiply(packed, a, rows: m) } == alone)
  }

  @Test func `is put together from panels of columns`() {
    let (m, k, n) = (5, 40, 150)
    let a = bytes(m * k, seed: 9, as: UInt8.self)
    let packed = pack(bytes(k * n, seed: 10, as: Int8.self), k: k, n: n)
    var c = [Int32](repeating: 7, count: m * n)
    for panel in 0..<packed.panelCount {
      packed.multiply(a, stride: k, into: &c, rows: m, panels: panel..<panel + 1)
    }
    #expect(c == multiply(packed, a, rows: m))
  }

  private func pairsFit(_ column: [Int8], largestActivation: Int = 255) -> Bool {
    IntegerWeights.pairsFit(
      column, k: column.count, n: 1, rowStride: 1, columnStride: 1,
      largestActivation: largestActivation)
  }

  private func pack(_ b: [Int8], k: Int, n: Int, form: IntegerForm? = nil) -> IntegerWeights {
    IntegerWeights(b, k: k, n: n, rowStride: n, columnStride: 1, form: form)
  }

  private func multiply(
    _ packed: IntegerWeights, _ a: [UInt8], start: [Int32]? = nil, rows: Int
  ) -> [Int32] {
    var c = [Int32](repeating: 7, count: rows * packed.n)
    if let start {
      packed.multiply(a, stride: packed.k, start: start, into: &c, rows: rows)
    } else {
      packed.multiply(a, stride: packed.k, into: &c, rows: rows)
    }
    return c
  }

  /// Weights of all 8 bits, or of 7 for the form that needs them.
  private func weights(_ count: Int, seed: UInt64, form: IntegerForm) -> [Int8] {
    bytes(count, seed: seed, as: Int8.self).map { form == .pairs ? $0 >> 1 : $0 }
  }
}

/// Numbers of 8 bits, the same for the same seed.
private func bytes<Number: FixedWidthInteger>(
  _ count: Int, seed: UInt64, as _: Number.Type
) -> [Number] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in Number(truncatingIfNeeded: generator.next() >> 40) }
}
