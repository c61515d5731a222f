import ModelOptimization
import Testing

@Suite struct `A convolution kernel` {
  @Test(arguments: ConvolutionCase.all)
  func `agrees with the formula`(_ example: ConvolutionCase) {
    let geometry = example.geometry
    let expected = referenceConvolution(example.input, weights: example.weights, geometry)
    for algorithm in example.algorithms {
      let packed = PackedConvolution(geometry, weights: example.weights, algorithm: algorithm)
      // Numbers up to 1 in sums of at most 800 terms: the rounding of a fused multiply-add
      // differs from that of the two steps by some 1e-7 of the magnitudes met on the way.
      #expect(largestDifference(packed.applied(to: example.input), expected) < 2e-5)
    }
  }

  @Test(arguments: ConvolutionCase.all)
  func `adds a bias and cuts off what is negative`(_ example: ConvolutionCase) {
    let expected = referenceConvolution(
      example.input, weights: example.weights, bias: example.bias, activation: .relu,
      example.geometry)
    for algorithm in example.algorithms {
      let packed = PackedConvolution(
        example.geometry, weights: example.weights, bias: example.bias, activation: .relu,
        algorithm: algorithm)
      #expect(largestDifference(packed.applied(to: example.input), expected) < 2e-5)
    }
  }

  @Test(arguments: (ConvolutionCase.all + ConvolutionCase.winograd).filter(\.canPool))
  func `pools its result as a pooling layer would`(_ example: ConvolutionCase) {
    let geometry = example.geometry
    let pool = PoolingGeometry(
      batch: geometry.batch, height: geometry.outputHeight, width: geometry.outputWidth,
      channels: geometry.outputs, window: (2, 2))
    for algorithm in example.allAlgorithms {
      func packed(_ pooling: ConvolutionPooling) -> PackedConvolution {
        PackedConvolution(
          geometry, weights: example.weights, bias: example.bias, activation: .relu,
          pooling: pooling, algorithm: algorithm)
      }
      let apart = referenceMaximumPooling(packed(.none).applied(to: example.input), pool).output
      #expect(packed(.maximum2x2).applied(to: example.input) == apart)
    }
  }

  @Test(arguments: ConvolutionCase.winograd)
  func `agrees with the formula by transformed tiles`(_ example: ConvolutionCase) {
    let geometry = example.geometry
    let expected = referenceConvolution(
      example.input, weights: example.weights, bias: example.bias, activation: .relu, geometry)
    let packed = PackedConvolution(
      geometry, weights: example.weights, bias: example.bias, activation: .relu,
      algorithm: .winograd)
    let difference = largestDifference(
      packed.applied(to: example.input), expected, scale: example.magnitude)
    // Twice what was seen; the direct form stays below 2e-7.
    #expect(difference < 2e-6)
  }

  @Test(arguments: ConvolutionCase.all + ConvolutionCase.winograd)
  func `gives the same bits on one thread and on three`(_ example: ConvolutionCase) {
    for algorithm in example.allAlgorithms {
      // Enough images that the work is cut.
      let geometry = example.geometry.withBatch(max(7, 2_000_000 / example.geometry.multiplyAdds1))
      guard geometry.inputCount < 1_000_000 else { continue }
      let input = example.numbers(geometry.inputCount, seed: 5)
      let packed = PackedConvolution(
        geometry, weights: example.weights, bias: example.bias, algorithm: algorithm)
      let alone = packed.applied(to: input)
      let together = withThreads(3) { packed.applied(to: input) }
      #expect(alone == together)
    }
  }

  @Test(arguments: (ConvolutionCase.all + ConvolutionCase.winograd).filter(\.hasImages))
  func `gives an image the same bits alone and among others`(_ example: ConvolutionCase) {
    for algorithm in example.allAlgorithms {
      let packed = PackedConvolution(
        example.geometry, weights: example.weights, bias: example.bias, algorithm: algorithm)
      let together = packed.applied(to: example.input)
      let last = example.geometry.batch - 1
      let image = Array(example.input.suffix(example.geometry.inputImageCount))
      #expect(
        packed.applied(to: image, batch: 1) == Array(together[(last * packed.resultImageCount)...]))
    }
  }

  @Test func `gives one large image the same bits on one thread and on two`() {
    let example = ConvolutionCase(
      "large", batch: 1, 40, 36, 16, 32, kernel: (5, 5), padding: (2, 2, 2, 2))
    for algorithm in [ConvolutionAlgorithm.direct, .winograd] {
      for pooling in [ConvolutionPooling.none, .maximum2x2] {
        let packed = PackedConvolution(
          example.geometry, weights: example.weights, bias: example.bias, pooling: pooling,
          algorithm: algorithm)
        let alone = packed.applied(to: example.input)
        let together = withThreads(2) { packed.applied(to: example.input) }
        #expect(alone == together)
      }
    }
  }

  @Test(arguments: ConvolutionCase.all.filter(\.hasImages))
  func `carries a NaN to exactly the windows that see it`(_ example: ConvolutionCase) {
    let geometry = example.geometry
    var input = example.input
    // The first and the last pixel lie beside the padding.
    for channel in [0, geometry.inputCount - 1] { input[channel] = .nan }
    let expected = referenceConvolution(input, weights: example.weights, geometry).map(\.isNaN)
    for algorithm in example.algorithms {
      for activation in [ConvolutionActivation.none, .relu] {
        let packed = PackedConvolution(
          geometry, weights: example.weights, activation: activation, algorithm: algorithm)
        #expect(packed.applied(to: input).map(\.isNaN) == expected)
      }
    }
  }

  @Test func `hides no NaN from a window by transformed tiles`() {
    let example = ConvolutionCase.winograd[4]
    var input = example.input
    input[14 * 32 * 3 + 5] = .nan
    let seen = referenceConvolution(input, weights: example.weights, example.geometry)
    let packed = PackedConvolution(
      example.geometry, weights: example.weights, activation: .relu, algorithm: .winograd)
    let result = packed.applied(to: input)
    for (index, expected) in seen.enumerated() where expected.isNaN {
      #expect(result[index].isNaN)
    }
    // The other image stays whole.
    let others = result.suffix(example.geometry.outputImageCount)
    #expect(others.allSatisfy { !$0.isNaN })
  }

  @Test func `works in memory that is used again, and in less than it needs`() {
    let example = ConvolutionCase.winograd[4]
    let packed = PackedConvolution(example.geometry, weights: example.weights)
    let expected = packed.applied(to: example.input)
    for count in [packed.scratchCount, 10] {
      let scratch = ConvolutionScratch(count: count, threads: 2)
      for _ in 0..<2 {
        var output = [Float](repeating: .nan, count: expected.count)
        packed(example.input, into: &output, scratch: scratch)
        #expect(output == expected)
      }
    }
  }
}

extension ConvolutionCase {
  var hasImages: Bool { geometry.batch > 0 }
  var canPool: Bool { geometry.outputHeight > 1 && geometry.outputWidth > 1 }
  var canWinograd: Bool { Self.winograd.contains { $0.geometry == geometry } }
  var allAlgorithms: [ConvolutionAlgorithm] { algorithms + (canWinograd ? [.winograd] : []) }
  /// The largest sum of magnitudes that a sum could have on the way: Winograd's rounding errors
  /// grow with it.
  var magnitude: Float {
    let sums = referenceConvolution(
      input.map(abs), weights: weights.map(abs), geometry)
    return max(sums.max() ?? 1, 1)
  }
}

extension ConvolutionGeometry {
  /// Multiply-adds of one image.
  fileprivate var multiplyAdds1: Int { withBatch(1).multiplyAdds }
}
