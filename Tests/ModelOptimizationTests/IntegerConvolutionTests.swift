import ModelOptimization
import Testing

@Suite struct `A convolution of integers` {
  static let forms = IntegerForm.allCases.filter(\.isAvailable)

  @Test(arguments: ConvolutionCase.all)
  func `gives the plain bytes in every form, or the largest of each four`(
    example: ConvolutionCase
  ) {
    let geometry = example.geometry
    let layer = MadeUpLayer(geometry)
    let sums = layer.sums
    let expected = IntegerReference.requantize(sums, layer.output)
    let pooled = IntegerReference.pooled2x2(
      sums, batch: geometry.batch, height: geometry.outputHeight, width: geometry.outputWidth,
      channels: geometry.outputs)
    let expectedPooled = IntegerReference.requantize(pooled, layer.output)
    for form in Self.forms {
      #expect(layer.bytes(layer.packed(form: form)) == expected, "\(form)")
      guard geometry.outputHeight > 1, geometry.outputWidth > 1 else { continue }
      let convolution = layer.packed(pooling: .maximum2x2, form: form)
      #expect(layer.bytes(convolution) == expectedPooled, "\(form), pooled")
    }
  }

  @Test(arguments: ConvolutionCase.all)
  func `gives the plain floats`(example: ConvolutionCase) {
    let layer = MadeUpLayer(example.geometry)
    let floats = Dequantization(
      scales: (0..<example.geometry.outputs).map { Float($0 + 1) * 0.013 },
      bias: (0..<example.geometry.outputs).map { Float($0) - 3.7 }, relu: true)
    let convolution = IntegerConvolution(
      example.geometry, weights: layer.weights, bias: layer.bias, inputZeroPoint: layer.zeroPoint,
      output: .floats(floats))
    var result = [Float](repeating: 9, count: example.geometry.outputCount)
    convolution(layer.input, into: &result)
    #expect(result == IntegerReference.dequantize(layer.sums, floats))
  }

  @Test func `is the same with two threads, in a batch and with scratch of its own`() {
    let geometry = ConvolutionGeometry(
      batch: 5, height: 28, width: 26, inputs: 16, outputs: 40, kernel: (5, 5),
      padding: (2, 2, 2, 2))
    let layer = MadeUpLayer(geometry)
    for pooling in [ConvolutionPooling.none, .maximum2x2] {
      let convolution = layer.packed(pooling: pooling)
      let alone = layer.bytes(convolution)
      #expect(withThreads(2) { layer.bytes(convolution) } == alone)
      let count = convolution.resultImageCount
      let scratch = ConvolutionScratch(count: convolution.scratchCount, threads: 1)
      for image in 0..<geometry.batch {
        var result = [UInt8](repeating: 9, count: count)
        layer.input.withUnsafeBufferPointer {
          convolution(
            $0.baseAddress! + image * geometry.inputImageCount, into: &result, batch: 1,
            scratch: scratch)
        }
        #expect(result == Array(alone[image * count..<(image + 1) * count]))
      }
    }
  }

  @Test(arguments: forms)
  func `is exact for the most extreme numbers`(form: IntegerForm) {
    let geometry = ConvolutionGeometry(
      batch: 1, height: 6, width: 6, inputs: 8, outputs: 33, kernel: (3, 3), padding: (1, 1, 1, 1))
    for (activation, weight) in [(255, 127), (255, -128), (0, -128)] as [(UInt8, Int8)] {
      var layer = MadeUpLayer(geometry)
      layer.input = [UInt8](repeating: activation, count: layer.input.count)
      layer.weights = [Int8](repeating: weight, count: layer.weights.count)
      // The pairs add what exceeds 16 bits for itself.
      let expected = IntegerReference.requantize(layer.sums, layer.output)
      #expect(layer.bytes(layer.packed(form: form)) == expected)
    }
  }
}

/// A convolution with made-up numbers.
private struct MadeUpLayer {
  let geometry: ConvolutionGeometry
  var input: [UInt8]
  var weights: [Int8]
  let bias: [Int32]
  let zeroPoint: UInt8 = 131
  let output: Requantization

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    input = madeUpBytes(geometry.inputCount, seed: 1)
    weights = madeUpBytes(geometry.weightCount, seed: 2)
    bias = madeUpBias(geometry.outputs, seed: 3)
    output = madeUpRequantization(
      columns: geometry.outputs, inner: geometry.weightCount / geometry.outputs, seed: 4,
      range: 77...250)
  }

  var sums: [Int32] {
    IntegerReference.convolutionSums(
      input, geometry, weights: weights, bias: bias, inputZeroPoint: zeroPoint)
  }

  func packed(
    pooling: ConvolutionPooling = .none, form: IntegerForm? = nil
  ) -> IntegerConvolution {
    IntegerConvolution(
      geometry, weights: weights, bias: bias, inputZeroPoint: zeroPoint, output: .bytes(output),
      pooling: pooling, form: form)
  }

  func bytes(_ convolution: IntegerConvolution) -> [UInt8] {
    var result = [UInt8](repeating: 9, count: geometry.batch * convolution.resultImageCount)
    convolution(input, into: &result)
    return result
  }
}
