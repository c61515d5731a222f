import ModelOptimization
import Testing

struct PoolingCase: CustomTestStringConvertible, Sendable {
  let name: String
  let geometry: PoolingGeometry
  var testDescription: String { name }

  init(
    _ name: String, batch: Int = 2, _ height: Int, _ width: Int, _ channels: Int,
    window: (Int, Int), stride: (Int, Int)? = nil, padding: (Int, Int, Int, Int) = (0, 0, 0, 0)
  ) {
    self.name = name
    geometry = PoolingGeometry(
      batch: batch, height: height, width: width, channels: channels,
      window: (window.0, window.1), stride: stride.map { ($0.0, $0.1) },
      padding: (padding.0, padding.1, padding.2, padding.3))
  }

  static let all = [
    PoolingCase("no image", batch: 0, 4, 4, 3, window: (2, 2)),
    PoolingCase("one pixel", 1, 1, 1, window: (1, 1)),
    PoolingCase("2×2", 8, 6, 32, window: (2, 2)),
    PoolingCase("2×2 on odd sizes", 9, 7, 11, window: (2, 2)),
    PoolingCase("2×2 with stride 1", 5, 6, 9, window: (2, 2), stride: (1, 1)),
    PoolingCase("2×2, padded", 6, 6, 8, window: (2, 2), padding: (1, 1, 1, 1)),
    PoolingCase(
      "3×3 with stride 2, padded", 9, 10, 19, window: (3, 3), stride: (2, 2),
      padding: (1, 1, 1, 1)),
    PoolingCase("uneven", 7, 9, 5, window: (2, 4), stride: (3, 1), padding: (1, 3, 0, 2)),
    PoolingCase("stride beyond the window", 11, 11, 8, window: (2, 2), stride: (4, 5)),
    PoolingCase("the whole image", 7, 7, 64, window: (7, 7)),
    PoolingCase("enough for two threads", batch: 3, 40, 40, 40, window: (2, 2)),
  ]

  func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    // Few different numbers, so that windows have several largest elements.
    return (0..<count).map { _ in Float(Int(generator.nextUnit() * 16) - 8) }
  }

  var input: [Float] { numbers(geometry.inputCount, seed: 1) }
  var outputGradient: [Float] { numbers(geometry.outputCount, seed: 2) }

  func maximum(_ input: [Float]) -> (output: [Float], pixels: [Int32]) {
    var output = [Float](repeating: 99, count: geometry.outputCount)
    var pixels = [Int32](repeating: -1, count: geometry.outputCount)
    maximumPooling(input, into: &output, pixels: &pixels, geometry)
    return (output, pixels)
  }

  func average(countsPadding: Bool) -> [Float] {
    var output = [Float](repeating: .nan, count: geometry.outputCount)
    averagePooling(input, into: &output, countsPadding: countsPadding, geometry)
    return output
  }

  func maximumGradient(_ pixels: [Int32]) -> [Float] {
    var gradient = [Float](repeating: .nan, count: geometry.inputCount)
    maximumPoolingGradient(outputGradient, pixels: pixels, into: &gradient, geometry)
    return gradient
  }

  func averageGradient(countsPadding: Bool) -> [Float] {
    var gradient = [Float](repeating: .nan, count: geometry.inputCount)
    averagePoolingGradient(
      outputGradient, into: &gradient, countsPadding: countsPadding, geometry)
    return gradient
  }
}

@Suite struct `A pooling kernel` {
  @Test(arguments: PoolingCase.all)
  func `takes the first of the largest elements`(_ example: PoolingCase) {
    let expected = referenceMaximumPooling(example.input, example.geometry)
    let result = example.maximum(example.input)
    #expect(result.output == expected.output)
    #expect(result.pixels == expected.pixels)
    var alone = [Float](repeating: 99, count: expected.output.count)
    maximumPooling(example.input, into: &alone, example.geometry)
    #expect(alone == expected.output)
  }

  @Test(arguments: PoolingCase.all)
  func `lets a NaN win`(_ example: PoolingCase) {
    var input = example.input
    for index in stride(from: 0, to: input.count, by: 7) { input[index] = .nan }
    for index in stride(from: 3, to: input.count, by: 11) { input[index] = -.infinity }
    let expected = referenceMaximumPooling(input, example.geometry)
    let result = example.maximum(input)
    #expect(largestDifference(result.output, expected.output) == 0)
    #expect(result.pixels == expected.pixels)
    var alone = [Float](repeating: 99, count: expected.output.count)
    maximumPooling(input, into: &alone, example.geometry)
    #expect(largestDifference(alone, expected.output) == 0)
  }

  @Test(arguments: PoolingCase.all)
  func `gives each gradient to the pixel that was the largest`(_ example: PoolingCase) {
    let pixels = example.maximum(example.input).pixels
    let expected = referenceMaximumPoolingGradient(
      example.outputGradient, pixels: pixels, example.geometry)
    #expect(example.maximumGradient(pixels) == expected)
  }

  @Test(arguments: PoolingCase.all, [true, false])
  func `averages with and without the padding`(_ example: PoolingCase, countsPadding: Bool) {
    let expected = referenceAveragePooling(
      example.input, example.geometry, countsPadding: countsPadding)
    #expect(largestDifference(example.average(countsPadding: countsPadding), expected) < 1e-6)
  }

  @Test(arguments: PoolingCase.all, [true, false])
  func `spreads the gradient of an average`(_ example: PoolingCase, countsPadding: Bool) {
    let expected = referenceAveragePoolingGradient(
      example.outputGradient, example.geometry, countsPadding: countsPadding)
    let gradient = example.averageGradient(countsPadding: countsPadding)
    #expect(largestDifference(gradient, expected) < 1e-5)
  }

  @Test(arguments: PoolingCase.all)
  func `gives the same bits on one thread and on three`(_ example: PoolingCase) {
    let alone = example.maximum(example.input)
    let together = withThreads(3) { example.maximum(example.input) }
    #expect(alone.output == together.output)
    #expect(alone.pixels == together.pixels)
    let gradients = (
      example.maximumGradient(alone.pixels), example.averageGradient(countsPadding: true)
    )
    let gradientsTogether = withThreads(3) {
      (example.maximumGradient(alone.pixels), example.averageGradient(countsPadding: true))
    }
    #expect(gradients == gradientsTogether)
    let average = example.average(countsPadding: true)
    let averageTogether = withThreads(3) { example.average(countsPadding: true) }
    #expect(average == averageTogether)
  }
}
