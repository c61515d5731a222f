import ModelOptimization
import Testing

/// What `Fixtures/make_quantized_network.py` wrote: integers, and ONNX Runtime's results for them.
private struct QuantizedFixture: Decodable {
  var x: [Float]
  var inputScale: Float
  var inputZeroPoint: Int
  var hiddenScale: Float
  var hiddenZeroPoint: Int
  var convolution: [Int8]
  var convolutionScales: [Float]
  var convolutionBias: [Int32]
  var dense: [Int8]
  var denseScales: [Float]
  var denseBias: [Int32]
  var y: [Float]

  /// A tensor from its stored integers and scales.
  func tensor(_ shape: [Int], _ integers: [Int8], _ scales: [Float]) throws -> QuantizedTensor {
    try QuantizedTensor(
      shape: shape, format: .int8, packedIntegers: integers.map { UInt8(bitPattern: $0) },
      scaleBytes: scales.flatMap { scale in
        (0..<4).map { UInt8(truncatingIfNeeded: scale.bitPattern >> (8 * UInt32($0))) }
      })
  }
}

@Suite struct `A quantized network elsewhere` {
  // ONNX Runtime multiplies the same integers as floats. Where a sum lies at the border of two
  // bytes they may differ by one of them: a step of 0.02 times a weight of at most 1.27, which the
  // tolerance allows twice for a result.
  @Test func `gives the same in ONNX Runtime`() throws {
    let fixture = try Fixture.table("quantized-network.json", as: QuantizedFixture.self)
    let input = try QuantizationParameters(
      scale: fixture.inputScale, zeroPoint: fixture.inputZeroPoint, format: .uint8)
    let hidden = try QuantizationParameters(
      scale: fixture.hiddenScale, zeroPoint: fixture.hiddenZeroPoint, format: .uint8)
    let convolution = QuantizedProduct(
      kind: .convolution(stride: 1, padding: 1, groups: 1),
      weight: .integers(
        try fixture.tensor([5, 2, 3, 3], fixture.convolution, fixture.convolutionScales)),
      arithmetic: .integer(bias: fixture.convolutionBias, output: hidden), isRectified: true,
      isPooled: true)
    let dense = QuantizedProduct(
      kind: .dense,
      weight: .integers(try fixture.tensor([45, 4], fixture.dense, fixture.denseScales)),
      arithmetic: .integer(bias: fixture.denseBias, output: nil))
    let model = try QuantizedModel(
      inputShape: [6, 7, 2],
      layers: [
        QuantizedLayer("quantize", .quantize(input), inputs: [0]),
        QuantizedLayer("convolution", .product(convolution), inputs: [1]),
        QuantizedLayer("flatten", .reshape([45]), inputs: [2]),
        QuantizedLayer("dense", .product(dense), inputs: [3]),
      ])
    let x = Tensor(fixture.x, shape: [3, 6, 7, 2])
    let y = InferenceSession(PreparedModel(model), maximumBatch: 3)(x)
    #expect(y == model.reference(x))
    let distances = zip(y.elements, fixture.y).map { abs($0 - $1) }
    #expect(distances.allSatisfy { $0 < 0.055 })
    // Ties are rare: nearly all results agree to the rounding of floats.
    #expect(distances.count { $0 < 1e-4 } >= 9)
  }
}
