import ModelOptimization
import Testing

@Suite struct `Weights in groups` {
  static let shapes: [[Int]] = [
    [1, 1, 1, 32], [1, 32, 16, 32], [2, 33, 17, 32], [3, 7, 40, 5], [5, 100, 10, 32],
    [9, 129, 31, 64], [1, 784, 30, 32], [40, 70, 50, 70],
  ]

  @Test(arguments: shapes, [4, 8])
  func `give the product of what they stand for`(shape: [Int], bits: Int) {
    let (m, k, n, size) = (shape[0], shape[1], shape[2], shape[3])
    let groups = (k + size - 1) / size
    var generator = SplitMix64(seed: 1)
    let integers: [Int8] = madeUpBytes(n * k, seed: 2).map { $0 >> Int8(8 - bits) }
    let scales = (0..<n * groups).map { _ in generator.nextUnit() / 100 }
    let bias = (0..<n).map { _ in generator.nextUnit() - 0.5 }
    let x = (0..<m * k).map { _ in generator.nextUnit() * 2 - 1 }
    let weights = GroupedWeights(
      integers, inputs: k, outputs: n, bits: bits, groupSize: size, scales: scales, bias: bias,
      relu: true)
    var y = [Float](repeating: 9, count: m * n)
    weights.multiply(x, into: &y, rows: m)
    for row in 0..<m {
      for output in 0..<n {
        var sum = Double(bias[output])
        var magnitude = abs(sum)
        for input in 0..<k {
          let scale = Double(scales[output * groups + input / size])
          let product = Double(x[row * k + input]) * scale * Double(integers[output * k + input])
          sum += product
          magnitude += abs(product)
        }
        // Each addition rounds by half a step of what has been added up.
        let tolerance = magnitude * Double(k + 4) * 0x1p-24
        #expect(abs(Double(y[row * n + output]) - max(sum, 0)) <= tolerance)
      }
    }
    // The same for a row alone, and with two threads.
    var alone = [Float](repeating: 9, count: n)
    weights.multiply(Array(x.suffix(k)), into: &alone, rows: 1)
    #expect(alone == Array(y.suffix(n)))
    var shared = [Float](repeating: 9, count: m * n)
    withThreads(2) { weights.multiply(x, into: &shared, rows: m) }
    #expect(shared == y)
  }

  @Test(arguments: [Granularity.tensor, .channel, .group(size: 32)])
  func `are read from a quantized tensor`(granularity: Granularity) throws {
    let (k, n) = (75, 20)
    var generator = SplitMix64(seed: 3)
    let tensor = Tensor((0..<k * n).map { _ in generator.nextUnit() - 0.5 }, shape: [k, n])
    let quantized = try QuantizedTensor(
      tensor, format: .int4, scheme: .symmetric, granularity: granularity)
    let restored = quantized.dequantized().elements
    let x = (0..<k).map { _ in generator.nextUnit() }
    var y = [Float](repeating: 9, count: n)
    GroupedWeights(quantized).multiply(x, into: &y, rows: 1)
    for output in 0..<n {
      let sum = (0..<k).reduce(0.0) { $0 + Double(x[$1]) * Double(restored[$1 * n + output]) }
      #expect(abs(Double(y[output]) - sum) <= 1e-5)
    }
  }
}
