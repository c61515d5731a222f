import ModelOptimization
import Testing

@Suite struct `Pooling and sums of integers` {
  static let geometries = [
    PoolingGeometry(batch: 2, height: 4, width: 4, channels: 1, window: (2, 2)),
    PoolingGeometry(batch: 1, height: 6, width: 5, channels: 3, window: (2, 2)),
    PoolingGeometry(batch: 2, height: 8, width: 6, channels: 33, window: (2, 2)),
    PoolingGeometry(
      batch: 1, height: 7, width: 7, channels: 8, window: (3, 3), stride: (2, 2),
      padding: (1, 1, 1, 1)),
    PoolingGeometry(batch: 3, height: 7, width: 7, channels: 128, window: (7, 7)),
    PoolingGeometry(
      batch: 1, height: 9, width: 4, channels: 70, window: (2, 3), stride: (3, 1),
      padding: (0, 1, 1, 2)),
  ]

  @Test(arguments: geometries) func `keep the largest of a window`(geometry: PoolingGeometry) {
    let input: [UInt8] = madeUpBytes(geometry.inputCount, seed: 1)
    var output = [UInt8](repeating: 9, count: geometry.outputCount)
    IntegerPooling.maximum(input, into: &output, geometry)
    var expected = [Float](repeating: 9, count: geometry.outputCount)
    maximumPooling(input.map(Float.init), into: &expected, geometry)
    #expect(output.map(Float.init) == expected)
  }

  @Test(arguments: geometries, [true, false])
  func `give the mean of a window`(geometry: PoolingGeometry, countsPadding: Bool) {
    let input: [UInt8] = madeUpBytes(geometry.inputCount, seed: 2)
    let pooling = IntegerAveragePooling(
      geometry, inputZeroPoint: 100, scale: 1.7, zeroPoint: 90, range: 90...255,
      countsPadding: countsPadding)
    var output = [UInt8](repeating: 9, count: geometry.outputCount)
    pooling(input, into: &output)
    #expect(
      output
        == IntegerReference.average(
          input, geometry, inputZeroPoint: 100, countsPadding: countsPadding,
          pooling.requantization))
  }

  @Test(arguments: [(0.7, 1.3), (1e-5, 3e-7), (200, 1), (0, 0), (1, 0)])
  func `add two values of different scales`(scales: (Double, Double)) {
    let a = (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 256) }
    let b = (0..<65_536).map { UInt8($0 % 256) }
    let sum = IntegerSum(
      first: (31, scales.0), second: (190, scales.1), zeroPoint: 12, range: 12...240)
    var output = [UInt8](repeating: 9, count: a.count)
    sum(a, b, into: &output, count: a.count)
    #expect(output == zip(a, b).map { IntegerReference.sum($0, $1, sum) })
    for index in stride(from: 0, to: a.count, by: 997) {
      let exact =
        (Double(a[index]) - 31) * scales.0 + (Double(b[index]) - 190) * scales.1 + 12
      #expect(abs(Double(output[index]) - min(max(exact, 12), 240)) <= 0.501)
    }
  }
}
