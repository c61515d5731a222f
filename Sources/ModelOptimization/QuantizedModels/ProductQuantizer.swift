/// Quantizes the weights and the bias of one layer.
struct ProductQuantizer {
  private let product: FloatProduct
  private let name: String
  private let format: LayerFormat
  private let clipsWeights: Bool
  /// The mean of the layer's input where the bias is to be corrected: `[1]` and its shape.
  private let meanInput: Tensor?

  init(
    _ product: FloatProduct, name: String, format: LayerFormat, clipsWeights: Bool,
    meanInput: Tensor?
  ) {
    self.product = product
    self.name = name
    self.format = format
    self.clipsWeights = clipsWeights
    self.meanInput = meanInput
  }

  private var outputs: Int { product.bias.count }

  // MARK: Floats and dynamic ranges

  /// The layer where activations come as floats.
  func floatingProduct() throws(QuantizedModelError) -> QuantizedProduct {
    switch format {
    case .float(let storage):
      let weight = storage.rounded(product.weight)
      let bias = corrected(for: weight)
      return quantized(.floats(weight, storage), .floatingPoint(bias: bias))
    case .weightOnly(let integers, let granularity, let scheme):
      let weight = try tensor(integers, scheme, granularity)
      let bias = corrected(for: weight.dequantized())
      return quantized(.integers(weight), .floatingPoint(bias: bias))
    case .dynamicInteger(let integers, let granularity):
      try requireArithmetic(integers, granularity)
      let weight = try tensor(integers, .symmetric, granularity)
      let bias = corrected(for: weight.dequantized())
      return quantized(.integers(weight), .dynamic(bias: bias))
    case .staticInteger:
      throw .noCalibrationImages
    }
  }

  // MARK: Static ranges

  /// The layer where activations come as bytes.
  ///
  /// - Parameters:
  ///   - input: where the bytes of the input lie.
  ///   - output: where those of the result are to lie; nil for floats.
  func integerProduct(
    input: QuantizationParameters, output: QuantizationParameters?
  ) throws(QuantizedModelError) -> QuantizedProduct {
    guard case .staticInteger(let integers, let granularity) = format else {
      throw .unsupportedFormat(format, layer: name, reason: "it has no static ranges.")
    }
    try requireArithmetic(integers, granularity)
    do {
      let own = try grid(integers, .symmetric, granularity)
      let scales = usableScales(own.scales, input: input)
      let grid = try QuantizationGrid(
        scales.map { scale throws(QuantizationError) in
          try QuantizationParameters(scale: scale, format: integers)
        }, shape: product.weight.shape, format: integers, scheme: .symmetric,
        granularity: granularity)
      let weight = try QuantizedTensor(product.weight, on: grid)
      let bias = corrected(for: weight.dequantized())
      let steps = bias.indices.map { index in
        let step = Double(input.scale) * Double(grid.scale(ofOutput: index))
        return Int32(
          min(max((Double(bias[index]) / step).rounded(.toNearestOrEven), -0x1p30), 0x1p30))
      }
      return quantized(.integers(weight), .integer(bias: steps, output: output))
    } catch {
      throw .quantization(error, layer: name)
    }
  }

  /// Scales with which the bias is neither too large for 32 bits nor rounded too coarsely.
  ///
  /// The bias counts in steps of (input scale) · (weight scale). Weights far smaller than it would
  /// make it too large; where all are zero, the scale says nothing, and is free to suit the bias.
  private func usableScales(_ scales: [Float], input: QuantizationParameters) -> [Float] {
    let isWhole = scales.count == 1
    let largest = product.bias.map(abs).max() ?? 0
    let isZero = zeroOutputs()
    return scales.enumerated().map { index, scale in
      let bias = isWhole ? largest : abs(product.bias[index])
      let least = bias / (input.scale * 0x1p28)
      if isWhole ? isZero.allSatisfy({ $0 }) : isZero[index] {
        return max(bias / (input.scale * 0x1p20), .leastNormalMagnitude)
      }
      return max(scale, least)
    }
  }

  /// Whether all weights of each output are zero.
  private func zeroOutputs() -> [Bool] {
    let weight = product.weight.elements
    var isZero = [Bool](repeating: true, count: outputs)
    let step = product.kind == .dense ? 1 : weight.count / max(outputs, 1)
    for index in weight.indices where weight[index] != 0 { isZero[index / step % outputs] = false }
    return isZero
  }

  // MARK: What both need

  private func quantized(
    _ weight: QuantizedProduct.Weight, _ arithmetic: QuantizedProduct.Arithmetic
  ) -> QuantizedProduct {
    QuantizedProduct(
      kind: product.kind, weight: weight, arithmetic: arithmetic,
      isRectified: product.isRectified, isPooled: product.isPooled)
  }

  private func tensor(
    _ integers: IntegerFormat, _ scheme: QuantizationScheme, _ granularity: Granularity
  ) throws(QuantizedModelError) -> QuantizedTensor {
    do {
      return try QuantizedTensor(product.weight, on: grid(integers, scheme, granularity))
    } catch {
      throw .quantization(error, layer: name)
    }
  }

  private func grid(
    _ integers: IntegerFormat, _ scheme: QuantizationScheme, _ granularity: Granularity
  ) throws(QuantizationError) -> QuantizationGrid {
    try UniformQuantizer(
      format: integers, scheme: scheme, granularity: granularity, minimizesError: clipsWeights
    ).grid(for: product.weight, outputAxis: nil)
  }

  private func requireArithmetic(
    _ integers: IntegerFormat, _ granularity: Granularity
  ) throws(QuantizedModelError) {
    if case .group = granularity {
      throw .unsupportedFormat(
        format, layer: name,
        reason: "a sum of integers has one scale. Take it per channel, or weights only by groups.")
    }
    guard integers.isSigned, (2...8).contains(integers.bits) else {
      throw .unsupportedFormat(
        format, layer: name, reason: "weights are multiplied as signed integers of 2 to 8 bits.")
    }
  }

  /// The bias with the mean that rounding the weights adds to each output taken off.
  ///
  ///     bias - mean of (stored weights - weights) · input
  ///
  /// What a layer gives is linear in its input, so that the mean over the images is what it gives
  /// for the mean image.
  ///
  /// Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
  /// Correction", 2019, arXiv:1906.04721, section 4.2.
  private func corrected(for stored: Tensor) -> [Float] {
    guard let meanInput else { return product.bias }
    var error = stored.elements
    for (index, weight) in product.weight.elements.enumerated() { error[index] -= weight }
    let layer = product.bare(weight: Tensor(error, shape: stored.shape))
    let shift = layer(meanInput).elements
    let pixels = shift.count / max(outputs, 1)
    var bias = product.bias
    for output in 0..<outputs {
      var sum = 0.0
      for pixel in 0..<pixels { sum += Double(shift[pixel * outputs + output]) }
      bias[output] -= Float(sum / Double(max(pixels, 1)))
    }
    return bias
  }
}
