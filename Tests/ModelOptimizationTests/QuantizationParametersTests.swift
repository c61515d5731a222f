import ModelOptimization
import Testing

@Suite struct `Quantization parameters` {
  @Test func `cover a range, widened to hold zero`() throws {
    let affine = try QuantizationParameters(
      from: -1, through: 3, scheme: .affine, format: .uint8)
    #expect(affine.scale == Float(4.0 / 255) && affine.zeroPoint == 64)
    let positive = try QuantizationParameters(
      range: 2...5.1, scheme: .affine, format: .int8)
    #expect(positive.scale == 0.02 && positive.zeroPoint == -128)
    let symmetric = try QuantizationParameters(
      from: -1, through: 3.81, scheme: .symmetric, format: .int8)
    #expect(symmetric.scale == 0.03 && symmetric.zeroPoint == 0)
    let unsigned = try QuantizationParameters(
      from: -1, through: 1.27, scheme: .symmetric, format: .uint8)
    #expect(unsigned.scale == 0.01 && unsigned.zeroPoint == 128)
  }

  @Test func `say that INT8 of 0.123 in -1...1 is 16`() throws {
    let parameters = try QuantizationParameters(
      from: -1, through: 1, scheme: .symmetric, format: .int8)
    #expect(parameters.quantize(0.123456789) == 16)
    #expect(abs(parameters.dequantize(16) - 0.126) < 0.0001)
  }

  @Test func `round a half to the even integer, and stop at the ends`() throws {
    let parameters = try QuantizationParameters(scale: 0.5, zeroPoint: 3, format: .int8)
    let pairs: [(Float, Int)] = [
      (0.25, 3), (0.75, 5), (-0.25, 3), (-0.75, 1), (1.25, 5), (0.250001, 4), (62, 127),
      (62.25, 127), (1e30, 127), (.infinity, 127), (-65.5, -128), (-66, -128), (-.infinity, -128),
      (.nan, -128),
    ]
    for (x, integer) in pairs { #expect(parameters.quantize(x) == integer, "\(x)") }
    #expect(parameters.representableRange == -65.5...62)
  }

  @Test(arguments: 1...16, QuantizationScheme.allCases)
  func `bring back every integer, and every number within half a step`(
    bits: Int, scheme: QuantizationScheme
  ) throws {
    for isSigned in [true, false] where scheme == .affine || bits > 1 {
      let format = try IntegerFormat(bits: bits, isSigned: isSigned)
      let parameters = try QuantizationParameters(
        from: -0.7, through: 1.9, scheme: scheme, format: format)
      let wrong = format.range.filter { parameters.quantize(parameters.dequantize($0)) != $0 }
      #expect(wrong.isEmpty)
      let range = parameters.representableRange
      for x in stride(from: range.lowerBound, through: range.upperBound, by: 0.01) {
        let back = parameters.dequantize(parameters.quantize(x))
        #expect(abs(back - x) <= parameters.scale * 0.501)
      }
      #expect(parameters.quantize(0) == parameters.zeroPoint)
    }
  }

  @Test func `take a range without width`() throws {
    for scheme in QuantizationScheme.allCases {
      let zero = try QuantizationParameters(covering: [0, 0, 0], scheme: scheme, format: .int8)
      #expect(zero.scale == 1 && zero.dequantize(zero.quantize(0)) == 0)
      for constant in [Float(0.3), -0.3, 0x1p-130, .leastNonzeroMagnitude, 1e38] {
        let parameters = try QuantizationParameters(
          covering: [constant], scheme: scheme, format: .int8)
        let back = parameters.dequantize(parameters.quantize(constant))
        #expect(abs(back - constant) <= max(abs(constant) * 1e-6, parameters.scale / 2))
      }
    }
  }

  @Test func `refuse no numbers, and numbers that are none`() throws {
    #expect(throws: QuantizationError.noValues) {
      try QuantizationParameters(covering: [], scheme: .affine, format: .int8)
    }
    #expect(throws: QuantizationError.notFinite(index: 1, value: .infinity)) {
      try QuantizationParameters(covering: [1, .infinity], scheme: .affine, format: .int8)
    }
    #expect(throws: QuantizationError.notFinite(index: 0, value: -.infinity)) {
      try QuantizationParameters(
        from: -.infinity, through: 1, scheme: .affine, format: .int8)
    }
    #expect(throws: QuantizationError.self) {
      try QuantizationParameters(covering: [.nan], scheme: .affine, format: .int8)
    }
    for scale in [Float(0), -1, .infinity, .leastNonzeroMagnitude] {
      #expect(throws: QuantizationError.unusableScale(scale)) {
        try QuantizationParameters(scale: scale, format: .int8)
      }
    }
    #expect(throws: QuantizationError.zeroPointOutOfRange(-1, .uint8)) {
      try QuantizationParameters(scale: 1, zeroPoint: -1, format: .uint8)
    }
  }

  @Test func `know their formats`() throws {
    #expect(IntegerFormat.int8.range == -128...127 && IntegerFormat.uint4.range == 0...15)
    #expect(IntegerFormat.int2.range == -2...1 && "\(IntegerFormat.uint2)" == "UINT2")
    #expect(try IntegerFormat(bits: 16) == .int16)
    #expect(try IntegerFormat(bits: 1).range == -1...0)
  }
}
