extension QuantizedModel {
  /// What the model gives, by plain loops over whole numbers: a session gives the same bits.
  ///
  /// It takes a thousand times as long. Layers that compute with floats alone have no plain form
  /// here: they run as in a session.
  ///
  /// - Parameter x: `[batch]` and the input shape.
  /// - Returns: `[batch]` and the output shape.
  package func reference(_ x: Tensor) -> Tensor {
    var results = [ReferenceValue.floats(x.elements)]
    for (index, layer) in layers.enumerated() {
      let reference = LayerReference(
        layer: layer, batch: x.rowCount, inputs: layer.inputs.map { results[$0] },
        values: layer.inputs.map { values[$0] }, output: values[index + 1])
      results.append(reference.result)
    }
    return Tensor(results[results.count - 1].floats, shape: [x.rowCount] + outputShape)
  }
}

/// The elements of a value for all examples.
private enum ReferenceValue {
  case floats([Float])
  case bytes([UInt8])

  var floats: [Float] {
    if case .floats(let floats) = self { floats } else { [] }
  }
  var bytes: [UInt8] {
    if case .bytes(let bytes) = self { bytes } else { [] }
  }
}

/// One step, plainly.
private struct LayerReference {
  let layer: QuantizedLayer
  let batch: Int
  let inputs: [ReferenceValue]
  let values: [QuantizedModel.Value]
  let output: QuantizedModel.Value

  var result: ReferenceValue {
    switch layer.operation {
    case .quantize(let parameters):
      return .bytes(inputs[0].floats.map { UInt8(parameters.quantize($0)) })
    case .dequantize:
      guard let parameters = values[0].parameters else { return inputs[0] }
      return .floats(inputs[0].bytes.map { parameters.dequantize(Int($0)) })
    case .product(let product): return result(of: product)
    case .maximumPooling(let pool):
      return .bytes(largest(PoolingGeometry(values[0].shape, pool.window, batch: batch)))
    case .averagePooling(let pool, let parameters):
      return mean(PoolingGeometry(values[0].shape, pool.window, batch: batch), parameters)
    case .globalAveragePooling(let parameters):
      return mean(PoolingGeometry(wholeOf: values[0].shape, batch: batch), parameters)
    case .sum(let isRectified, let parameters):
      guard let first = values[0].parameters, let second = values[1].parameters else {
        return inputs[0]
      }
      let sum = IntegerSum(first, second, output: parameters, isRectified: isRectified)
      return .bytes(
        zip(inputs[0].bytes, inputs[1].bytes).map { IntegerReference.sum($0, $1, sum) })
    case .floatSum(let isRectified):
      return .floats(
        zip(inputs[0].floats, inputs[1].floats).map {
          isRectified ? max($0 + $1, 0) : $0 + $1
        })
    case .reshape: return inputs[0]
    case .layer: return runAlone(layer)
    }
  }

  // MARK: Products

  private func result(of product: QuantizedProduct) -> ReferenceValue {
    switch product.arithmetic {
    case .floatingPoint:
      return runAlone(layer)
    case .integer(let bias, let parameters):
      guard let input = values[0].parameters else { return inputs[0] }
      let sums = sums(of: product, bias: bias, zeroPoint: input.byteZeroPoint)
      switch product.integerOutput(input: input, output: parameters) {
      case .bytes(let output): return .bytes(IntegerReference.requantize(sums, output))
      case .floats(let output): return .floats(IntegerReference.dequantize(sums, output))
      }
    case .dynamic(let bias):
      guard product.kind == .dense else { return runAlone(layer) }
      return .floats((0..<batch).flatMap { dynamicRow($0, product, bias) })
    }
  }

  /// The sums, the largest of each 2×2 where they are pooled: scales are positive, so that it is
  /// the largest result.
  private func sums(of product: QuantizedProduct, bias: [Int32], zeroPoint: UInt8) -> [Int32] {
    let weights = product.integerWeights ?? []
    guard let geometry = product.geometry(for: values[0].shape, batch: batch) else {
      return denseSums(inputs[0].bytes.map { Int32($0) - Int32(zeroPoint) }, weights, bias)
    }
    let sums = IntegerReference.convolutionSums(
      inputs[0].bytes, geometry, weights: weights, bias: bias, inputZeroPoint: zeroPoint)
    guard product.isPooled else { return sums }
    return IntegerReference.pooled2x2(
      sums, batch: batch, height: geometry.outputHeight, width: geometry.outputWidth,
      channels: geometry.outputs)
  }

  /// - Parameters:
  ///   - rows: of inputs, less the zero point.
  ///   - weights: `[outputs, inputs]`.
  private func denseSums(_ rows: [Int32], _ weights: [Int8], _ bias: [Int32]) -> [Int32] {
    let count = weights.count / bias.count
    var sums: [Int32] = []
    for row in 0..<(count == 0 ? 0 : rows.count / count) {
      for output in bias.indices {
        var sum = bias[output]
        for input in 0..<count {
          sum += rows[row * count + input] * Int32(weights[output * count + input])
        }
        sums.append(sum)
      }
    }
    return sums
  }

  private func dynamicRow(_ row: Int, _ product: QuantizedProduct, _ bias: [Float]) -> [Float] {
    let count = product.weightShape[0]
    let x = Array(inputs[0].floats[row * count..<(row + 1) * count])
    let (scale, zeroPoint) = DynamicDense.parameters(for: x, count: count, .affine)
    let steps = x.map {
      Int32(
        IntegerReference.quantize(
          $0, inverseScale: 1 / scale, zeroPoint: zeroPoint, range: 0...255)) - zeroPoint
    }
    let sums = denseSums(
      steps, product.integerWeights ?? [], [Int32](repeating: 0, count: bias.count))
    let scales = product.weightScales
    return sums.indices.map { output in
      let y = Float(sums[output]) * (scales[output] * scale) + bias[output]
      return product.isRectified ? max(y, 0) : y
    }
  }

  // MARK: Poolings, floats

  private func largest(_ geometry: PoolingGeometry) -> [UInt8] {
    // Bytes are floats that lose nothing.
    referenceMaximumPooling(inputs[0].bytes.map { Float($0) }, geometry).output.map { UInt8($0) }
  }

  private func mean(
    _ geometry: PoolingGeometry, _ output: QuantizationParameters
  ) -> ReferenceValue {
    guard let input = values[0].parameters else { return inputs[0] }
    let pooling = IntegerAveragePooling(
      geometry, inputZeroPoint: input.byteZeroPoint, scale: input.ratio(to: output),
      zeroPoint: output.byteZeroPoint)
    return .bytes(
      IntegerReference.average(
        inputs[0].bytes, geometry, inputZeroPoint: input.byteZeroPoint, countsPadding: true,
        pooling.requantization))
  }

  /// What a session gives for the step alone.
  private func runAlone(_ layer: QuantizedLayer) -> ReferenceValue {
    let alone = QuantizedLayer(layer.name, layer.operation, inputs: [0])
    guard let model = try? QuantizedModel(inputShape: values[0].shape, layers: [alone]) else {
      return inputs[0]
    }
    let session = InferenceSession(PreparedModel(model), maximumBatch: max(batch, 1))
    return .floats(
      session(Tensor(inputs[0].floats, shape: [batch] + values[0].shape)).elements)
  }
}
