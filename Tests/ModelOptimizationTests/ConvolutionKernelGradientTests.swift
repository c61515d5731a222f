import ModelOptimization
import Testing

@Suite struct `A convolution's gradient` {
  @Test(arguments: ConvolutionCase.all)
  func `by the input agrees with the formula`(_ example: ConvolutionCase) {
    let expected = referenceConvolutionInputGradient(
      example.outputGradient, weights: example.weights, example.geometry)
    for algorithm in example.algorithms {
      #expect(largestDifference(example.inputGradient(algorithm), expected) < 5e-5)
    }
  }

  @Test(arguments: ConvolutionCase.all)
  func `by the weights agrees with the formula`(_ example: ConvolutionCase) {
    let expected = referenceConvolutionWeightGradient(
      example.outputGradient, input: example.input, example.geometry)
    for algorithm in example.algorithms {
      #expect(largestDifference(example.weightGradient(algorithm), expected) < 1e-4)
    }
  }

  @Test(arguments: ConvolutionCase.all)
  func `by the bias agrees with the formula`(_ example: ConvolutionCase) {
    let expected = referenceConvolutionBiasGradient(example.outputGradient, example.geometry)
    var gradient = [Float](repeating: .nan, count: example.geometry.outputs)
    convolutionBiasGradient(example.outputGradient, into: &gradient, example.geometry)
    #expect(largestDifference(gradient, expected) < 1e-4)
  }

  @Test(arguments: ConvolutionCase.winograd)
  func `by the input agrees with the formula by transformed tiles`(_ example: ConvolutionCase) {
    let geometry = example.geometry
    let expected = referenceConvolutionInputGradient(
      example.outputGradient, weights: example.weights, geometry)
    let scale =
      referenceConvolutionInputGradient(
        example.outputGradient.map(abs), weights: example.weights.map(abs), geometry
      ).max() ?? 1
    let difference = largestDifference(
      example.inputGradient(.winograd), expected, scale: max(scale, 1))
    // Twice what was seen; the direct form stays below 2e-7.
    #expect(difference < 2e-6)
  }

  @Test(arguments: ConvolutionCase.winograd)
  func `by the weights agrees with the formula by transformed tiles`(_ example: ConvolutionCase) {
    let geometry = example.geometry
    let expected = referenceConvolutionWeightGradient(
      example.outputGradient, input: example.input, geometry)
    let scale =
      referenceConvolutionWeightGradient(
        example.outputGradient.map(abs), input: example.input.map(abs), geometry
      ).max() ?? 1
    let difference = largestDifference(
      example.weightGradient(.winograd), expected, scale: max(scale, 1))
    // Twice what was seen; the direct form stays below 2e-7.
    #expect(difference < 2e-6)
  }

  @Test(arguments: ConvolutionCase.all + ConvolutionCase.winograd)
  func `has the same bits on one thread and on three`(_ example: ConvolutionCase) {
    for algorithm in example.allAlgorithms {
      let input = example.inputGradient(algorithm)
      let weights = example.weightGradient(algorithm)
      let inputTogether = withThreads(3) { example.inputGradient(algorithm) }
      let weightsTogether = withThreads(3) { example.weightGradient(algorithm) }
      #expect(input == inputTogether)
      #expect(weights == weightsTogether)
    }
  }

  @Test func `of a long batch sums every image`() {
    let example = ConvolutionCase(
      "batch of 50", batch: 50, 6, 6, 16, 16, padding: (1, 1, 1, 1))
    let expected = referenceConvolutionWeightGradient(
      example.outputGradient, input: example.input, example.geometry)
    for algorithm in [ConvolutionAlgorithm.direct, .winograd] {
      let alone = example.weightGradient(algorithm)
      let together = withThreads(2) { example.weightGradient(algorithm) }
      #expect(largestDifference(alone, expected) < 2e-3)
      #expect(alone == together)
    }
  }
}

extension ConvolutionCase {
  func inputGradient(_ algorithm: ConvolutionAlgorithm) -> [Float] {
    var gradient = [Float](repeating: .nan, count: geometry.inputCount)
    convolutionInputGradient(
      outputGradient, weights: weights, into: &gradient, geometry, algorithm: algorithm)
    return gradient
  }

  func weightGradient(_ algorithm: ConvolutionAlgorithm) -> [Float] {
    var gradient = [Float](repeating: .nan, count: geometry.weightCount)
    convolutionWeightGradient(
      outputGradient, input: input, into: &gradient, geometry, algorithm: algorithm)
    return gradient
  }
}
