import ModelOptimization
import Testing

@Suite struct `A dense layer of integers` {
  static let shapes: [[Int]] = [
    [1, 1, 1], [1, 5, 16], [1, 7, 33], [2, 3, 17], [3, 4, 15], [4, 8, 16], [5, 9, 31], [8, 16, 48],
    [9, 64, 33], [13, 100, 10], [31, 127, 65], [33, 50, 64], [1, 784, 256], [3, 0, 5],
    [1, 3136, 70], [70, 3001, 9],
  ]
  static let forms = IntegerForm.allCases.filter(\.isAvailable)

  @Test(arguments: shapes, forms)
  func `gives the plain bytes and floats in every form`(shape: [Int], form: IntegerForm) {
    let (m, k, n) = (shape[0], shape[1], shape[2])
    let a: [UInt8] = madeUpBytes(m * k, seed: 1)
    let b: [Int8] = madeUpBytes(k * n, seed: 2)
    let bias = madeUpBias(n, seed: 3)
    let zero: UInt8 = 119
    let shifted = a.map { Int16($0) - Int16(zero) }
    let sums = IntegerReference.multiply(shifted, b, start: bias, m: m, k: k, n: n)
    let bytes = madeUpRequantization(columns: n, inner: k, seed: 4)
    let dense = IntegerDense(
      b, inputs: k, outputs: n, inputStride: n, outputStride: 1, bias: bias, inputZeroPoint: zero,
      output: .bytes(bytes), form: form)
    var result = [UInt8](repeating: 9, count: m * n)
    dense(a, into: &result, rows: m)
    #expect(result == IntegerReference.requantize(sums, bytes))
    var shared = [UInt8](repeating: 9, count: m * n)
    withThreads(2) { dense(a, into: &shared, rows: m) }
    #expect(shared == result)

    let floats = Dequantization(
      scales: (0..<n).map { Float($0 + 1) * 0.01 }, bias: (0..<n).map { Float($0) * -3 },
      relu: true)
    let transposed = (0..<n).flatMap { column in (0..<k).map { b[$0 * n + column] } }
    let last = IntegerDense(
      transposed, inputs: k, outputs: n, inputStride: 1, outputStride: k, bias: bias,
      inputZeroPoint: zero, output: .floats(floats), form: form)
    var numbers = [Float](repeating: 9, count: m * n)
    last(a, into: &numbers, rows: m)
    #expect(numbers == IntegerReference.dequantize(sums, floats))
  }

  @Test(
    arguments: [DynamicDense.Granularity.row, .batch], [DynamicDense.Scheme.symmetric, .affine])
  func `quantizes its activations at run time`(
    granularity: DynamicDense.Granularity, scheme: DynamicDense.Scheme
  ) {
    let (m, k, n) = (5, 131, 37)
    var generator = SplitMix64(seed: 1)
    // Rows of different ranges, one of zeros.
    let x = (0..<m * k).map { Float($0 / k) * (generator.nextUnit() - 0.3) }
    let b: [Int8] = madeUpBytes(k * n, seed: 2)
    let scales = (0..<n).map { _ in generator.nextUnit() / 100 }
    let bias = (0..<n).map { _ in generator.nextUnit() }
    let dense = DynamicDense(
      b, inputs: k, outputs: n, inputStride: n, outputStride: 1, scales: scales, bias: bias,
      granularity: granularity, scheme: scheme)
    var result = [Float](repeating: 9, count: m * n)
    dense(x, into: &result, rows: m)
    for row in 0..<m {
      let part = granularity == .row ? Array(x[row * k..<(row + 1) * k]) : x
      let (scale, zero) = DynamicDense.parameters(for: part, count: part.count, scheme)
      let a = x[row * k..<(row + 1) * k].map {
        Int32(
          IntegerReference.quantize(
            $0, inverseScale: 1 / scale, zeroPoint: zero,
            range: scheme == .symmetric ? 1...255 : 0...255)) - zero
      }
      let sums = IntegerReference.multiply(a, b, m: 1, k: k, n: n)
      for column in 0..<n {
        let product = Float(sums[column]) * (scales[column] * scale)
        #expect(result[row * n + column] == product + bias[column])
        // And near what floats give: half a step of each activation.
        let exact = (0..<k).reduce(0.0) {
          $0 + Double(x[row * k + $1]) * Double(b[$1 * n + column])
        }
        let difference = abs(
          Double(result[row * n + column]) - exact * Double(scales[column]) - Double(bias[column]))
        #expect(difference <= Double(scale) * 64 * Double(k) * Double(scales[column]) + 1e-5)
      }
    }
  }

  @Test func `turns scales into multipliers and shifts`() {
    for scale in [0.75, 1, 1.999_999_999_9, 3.7, 1e-3, 1e-9, 2e5, 0x1p-44, 0x1p-50, 0] {
      let (multiplier, shift) = Requantization.fixedPoint(scale)
      let restored = Double(multiplier) / Double(1 << Int(shift))
      // Half of the last bit of the multiplier.
      #expect(abs(restored - scale) <= max(scale * 0x1p-31, 0x1p-45))
      #expect((1...44).contains(shift) && multiplier >= 0)
    }
  }
}
