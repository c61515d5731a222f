import ModelOptimization
import Testing

@Suite struct `A reduction along rows or columns` {
  static let shapes: [[Int]] = [
    [1, 1], [1, 7], [7, 1], [2, 3], [3, 8], [5, 9], [4, 10], [9, 16], [6, 31], [3, 33], [17, 40],
    [3, 100], [1025, 3], [2050, 12], [3000, 33], [2, 5000],
  ]

  private func numbers(_ shape: [Int], seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<shape[0] * shape[1]).map { _ in Float(generator.next() >> 40) * 0x1p-22 - 1.5 }
  }

  private func rows(_ x: [Float], _ shape: [Int]) -> [[Double]] {
    (0..<shape[0]).map { row in x[row * shape[1]..<(row + 1) * shape[1]].map(Double.init) }
  }

  private func columns(_ x: [Float], _ shape: [Int]) -> [[Double]] {
    (0..<shape[1]).map { column in (0..<shape[0]).map { Double(x[$0 * shape[1] + column]) } }
  }

  /// The results of a kernel, which must be the same on two threads.
  private func run(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var y = [Float](repeating: 9, count: count + 1)
    body(&y)
    #expect(y[count] == 9)
    var shared = [Float](repeating: 9, count: count + 1)
    withThreads(2) { body(&shared) }
    #expect(shared.map(\.bitPattern) == y.map(\.bitPattern))
    return Array(y.dropLast())
  }

  private func close(_ actual: [Float], _ expected: [Double], _ tolerance: Double) -> Bool {
    actual.count == expected.count
      && zip(actual, expected).allSatisfy { abs(Double($0) - $1) <= tolerance * max(1, abs($1)) }
  }

  @Test(arguments: shapes)
  func `sums rows and finds their largest and their moments`(shape: [Int]) {
    let (m, n) = (shape[0], shape[1])
    let x = numbers(shape, seed: 1)
    let exact = rows(x, shape).map(ReductionReference.moments)
    #expect(
      close(
        run(m) { Reduction.rowSums(x, into: $0, rows: m, columns: n) }, exact.map(\.sum), 1e-5))
    #expect(
      run(m) { Reduction.rowMaxima(x, into: $0, rows: m, columns: n) }.map(Double.init)
        == rows(x, shape).map { $0.max() ?? 0 })
    let moments = run(2 * m) {
      Reduction.rowMoments(x, means: $0, variances: $0 + m, rows: m, columns: n)
    }
    #expect(close(moments, exact.map(\.mean) + exact.map(\.variance), 1e-6))
  }

  @Test(arguments: shapes)
  func `sums columns and finds their largest and their moments`(shape: [Int]) {
    let (m, n) = (shape[0], shape[1])
    let x = numbers(shape, seed: 2)
    let z = numbers(shape, seed: 3)
    let exact = columns(x, shape).map(ReductionReference.moments)
    #expect(
      close(
        run(n) { Reduction.columnSums(x, into: $0, rows: m, columns: n) }, exact.map(\.sum), 1e-5
      ))
    #expect(
      run(n) { Reduction.columnMaxima(x, into: $0, rows: m, columns: n) }.map(Double.init)
        == columns(x, shape).map { $0.max() ?? 0 })
    let moments = run(2 * n) {
      Reduction.columnMoments(x, means: $0, variances: $0 + n, rows: m, columns: n)
    }
    #expect(close(moments, exact.map(\.mean) + exact.map(\.variance), 1e-6))
    let means = exact.map { Float($0.mean) }
    // Thousands of products of either sign, which cancel.
    let products = zip(columns(x, shape), columns(z, shape)).enumerated().map { index, pair in
      zip(pair.0, pair.1).reduce(0) { $0 + ($1.0 - Double(means[index])) * $1.1 }
    }
    #expect(
      close(
        run(n) { Reduction.columnProducts(x, means: means, z, into: $0, rows: m, columns: n) },
        products, 1e-4))
  }

  @Test(arguments: shapes)
  func `turns rows into shares, and their gradients back`(shape: [Int]) {
    let (m, n) = (shape[0], shape[1])
    let x = numbers(shape, seed: 4).map { $0 * 5 }
    let dy = numbers(shape, seed: 5)
    let y = run(m * n) { Reduction.softmaxRows(x, into: $0, rows: m, columns: n) }
    #expect(close(y, rows(x, shape).flatMap(ReductionReference.softmax), 1e-6))
    let dx = run(m * n) { Reduction.softmaxRowsGradient(y, dy, into: $0, rows: m, columns: n) }
    let exact = zip(rows(y, shape), rows(dy, shape)).flatMap(ReductionReference.softmaxGradient)
    #expect(close(dx, exact, 1e-6))
    let logarithms = run(m * n) { Reduction.logSoftmaxRows(x, into: $0, rows: m, columns: n) }
    #expect(close(logarithms, rows(x, shape).flatMap(ReductionReference.logSoftmax), 1e-6))
    let dz = run(m * n) {
      Reduction.logSoftmaxRowsGradient(logarithms, dy, into: $0, rows: m, columns: n)
    }
    let slopes = zip(rows(logarithms, shape), rows(dy, shape))
      .flatMap(ReductionReference.logSoftmaxGradient)
    #expect(close(dz, slopes, 1e-5))
  }

  @Test func `survives scores that exp alone would not`() {
    let x: [Float] = [1000, 999, -1000, -.infinity, 3e38]
    let y = run(4) { Reduction.softmaxRows(x, into: $0, rows: 1, columns: 4) }
    #expect(close(y, [0.7310586, 0.2689414, 0, 0], 1e-6))
    let logarithms = run(5) { Reduction.logSoftmaxRows(x, into: $0, rows: 1, columns: 5) }
    #expect(logarithms[4] == 0 && logarithms[3] == -.infinity)
    let odd = run(4) { Reduction.softmaxRows([1, .nan, 2, 3], into: $0, rows: 1, columns: 4) }
    #expect(odd.filter { $0.isNaN }.count == 4)
  }

  @Test(arguments: [1, 5, 8, 13, 40])
  func `finds NaN among the largest wherever it stands`(count: Int) {
    for index in 0..<count {
      var x = (0..<count).map { Float($0) - 7 }
      x[index] = .nan
      #expect(run(1) { Reduction.rowMaxima(x, into: $0, rows: 1, columns: count) }[0].isNaN)
      #expect(run(1) { Reduction.columnMaxima(x, into: $0, rows: count, columns: 1) }[0].isNaN)
    }
  }

  @Test func `gives a row the same result alone and among others`() {
    let shape = [40, 37]
    let x = numbers(shape, seed: 6)
    let all = run(40 * 37) { Reduction.softmaxRows(x, into: $0, rows: 40, columns: 37) }
    let sums = run(40) { Reduction.rowSums(x, into: $0, rows: 40, columns: 37) }
    for row in 0..<40 {
      let alone = Array(x[row * 37..<(row + 1) * 37])
      let part = run(37) { Reduction.softmaxRows(alone, into: $0, rows: 1, columns: 37) }
      #expect(part == Array(all[row * 37..<(row + 1) * 37]))
      #expect(run(1) { Reduction.rowSums(alone, into: $0, rows: 1, columns: 37) }[0] == sums[row])
    }
  }

  @Test(arguments: shapes.filter { $0[1] > 1 })
  func `normalizes rows, forward and backward`(shape: [Int]) {
    let (m, n) = (shape[0], shape[1])
    let (x, dy) = (numbers(shape, seed: 7), numbers(shape, seed: 8))
    let (scale, shift) = (numbers([1, n], seed: 9), numbers([1, n], seed: 10))
    let epsilon = 0.1
    let result = run(m * n + 2 * m) {
      Reduction.layerNorm(
        x, scale: scale, shift: shift, into: $0, means: $0 + m * n, inverses: $0 + m * n + m,
        rows: m, columns: n, epsilon: Float(epsilon))
    }
    let normal = rows(x, shape).map { ReductionReference.normalized($0, epsilon: epsilon) }
    let expected = normal.flatMap { row in
      row.indices.map { row[$0] * Double(scale[$0]) + Double(shift[$0]) }
    }
    #expect(close(Array(result[0..<m * n]), expected, 2e-6))
    let means = Array(result[m * n..<m * n + m])
    let inverses = Array(result[(m * n + m)...])
    let gradients = run(m * n + 2 * n) {
      Reduction.layerNormGradient(
        x, scale: scale, means: means, inverses: inverses, dy, into: $0, rows: m, columns: n,
        scaleGradient: $0 + m * n, shiftGradient: $0 + m * n + n)
    }
    let slopes = rows(dy, shape)
    let exact = zip(rows(x, shape), slopes).flatMap { row, slope in
      ReductionReference.normalizedGradient(
        row, slope: slope.indices.map { slope[$0] * Double(scale[$0]) }, epsilon: epsilon)
    }
    #expect(close(Array(gradients[0..<m * n]), exact, 1e-5))
    let scaleGradient = (0..<n).map { c in (0..<m).reduce(0) { $0 + slopes[$1][c] * normal[$1][c] }
    }
    let shiftGradient = (0..<n).map { c in (0..<m).reduce(0) { $0 + slopes[$1][c] } }
    #expect(close(Array(gradients[(m * n)...]), scaleGradient + shiftGradient, 1e-4))
  }

  @Test(arguments: shapes.filter { $0[0] > 1 })
  func `takes a batch norm's gradient`(shape: [Int]) {
    let (m, n) = (shape[0], shape[1])
    let (x, dy) = (numbers(shape, seed: 11), numbers(shape, seed: 12))
    let scale = numbers([1, n], seed: 13)
    let epsilon = 0.1
    var (means, variances) = ([Float](repeating: 0, count: n), [Float](repeating: 0, count: n))
    Reduction.columnMoments(x, means: &means, variances: &variances, rows: m, columns: n)
    let inverses = variances.map { 1 / ($0 + Float(epsilon)).squareRoot() }
    let sums = run(n) { Reduction.columnSums(dy, into: $0, rows: m, columns: n) }
    let products = run(n) {
      Reduction.columnProducts(x, means: means, dy, into: $0, rows: m, columns: n)
    }
    let dx = run(m * n) {
      Reduction.batchNormGradient(
        x, dy, scale: scale, means: means, inverses: inverses, slopeSums: sums,
        productSums: products, into: $0, rows: m, channels: n)
    }
    let exact = zip(columns(x, shape), columns(dy, shape)).enumerated().map { index, pair in
      ReductionReference.normalizedGradient(
        pair.0, slope: pair.1.map { $0 * Double(scale[index]) }, epsilon: epsilon)
    }
    #expect(close(dx, (0..<m).flatMap { row in exact.map { $0[row] } }, 1e-5))
  }
}
