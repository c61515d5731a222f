/// The numbers that integer layers compute with, as the kernels and the plain reference take them.
extension QuantizedProduct {
  /// The weights, output by output; nil where they are floats.
  var integerWeights: [Int8]? {
    guard case .integers(let tensor) = weight else { return nil }
    return tensor.integers.map { Int8(truncatingIfNeeded: $0) }
  }

  /// The scale of each output's weights.
  var weightScales: [Float] {
    guard case .integers(let tensor) = weight else { return [] }
    return (0..<outputs).map { tensor.grid.scale(ofOutput: $0) }
  }

  /// What becomes of the sums.
  ///
  /// - Parameters:
  ///   - input: where the bytes of the input lie.
  ///   - output: where those of the result lie; nil for floats.
  func integerOutput(
    input: QuantizationParameters, output: QuantizationParameters?
  ) -> IntegerOutput {
    let scales = weightScales.map { Double(input.scale) * Double($0) }
    guard let output else {
      return .floats(Dequantization(scales: scales.map { Float($0) }, relu: isRectified))
    }
    return .bytes(
      Requantization(
        scales: scales.map { $0 / Double(output.scale) }, zeroPoint: output.byteZeroPoint,
        range: (isRectified ? output.byteZeroPoint : 0)...255))
  }

  /// The sizes of a convolution for images of a shape.
  func geometry(for shape: [Int], batch: Int = 1) -> ConvolutionGeometry? {
    guard case .convolution(let stride, let padding, let groups) = kind else { return nil }
    return ConvolutionGeometry(
      batch: batch, height: shape[0], width: shape[1], inputs: shape[2], outputs: weightShape[0],
      kernel: (weightShape[2], weightShape[3]), stride: (stride, stride),
      padding: (padding, padding, padding, padding), groups: groups)
  }
}

extension QuantizationParameters {
  /// The zero point of unsigned bytes.
  var byteZeroPoint: UInt8 { UInt8(truncatingIfNeeded: zeroPoint) }

  /// How many of another's steps one of these is.
  func ratio(to other: QuantizationParameters) -> Double { Double(scale) / Double(other.scale) }
}

extension IntegerSum {
  /// The sum of two values of bytes.
  init(
    _ first: QuantizationParameters, _ second: QuantizationParameters,
    output: QuantizationParameters, isRectified: Bool
  ) {
    self.init(
      first: (first.byteZeroPoint, first.ratio(to: output)),
      second: (second.byteZeroPoint, second.ratio(to: output)), zeroPoint: output.byteZeroPoint,
      range: (isRectified ? output.byteZeroPoint : 0)...255)
  }
}

extension PoolingGeometry {
  /// The windows of a pooling layer in images of a shape.
  init(_ shape: [Int], _ window: Window, batch: Int = 1) {
    let padding = window.padding
    self.init(
      batch: batch, height: shape[0], width: shape[1], channels: shape[2],
      window: (window.height, window.width), stride: (window.stride, window.stride),
      padding: (padding, padding, padding, padding))
  }

  /// A window of the whole image.
  init(wholeOf shape: [Int], batch: Int = 1) {
    self.init(
      shape, Window(height: shape[0], width: shape[1], stride: 1, padding: 0), batch: batch)
  }
}
