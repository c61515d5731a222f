import ModelOptimization
import Testing

@Suite struct `What cannot be quantized` {
  private let network = SessionNetwork.residual

  @Test func `is refused without calibration images`() throws {
    let x = network.input(4)
    #expect(throws: QuantizedModelError.noCalibrationImages) {
      try QuantizedModel(network.model, inputShape: network.inputShape)
    }
    #expect(throws: QuantizedModelError.noCalibrationImages) {
      try QuantizedModel(
        network.model, inputShape: network.inputShape, calibration: x.rows(0..<0))
    }
    #expect(throws: QuantizedModelError.noCalibrationImages) {
      try QuantizedModel(
        network.model, inputShape: network.inputShape,
        configuration: QuantizationConfiguration(calibrationCount: 0), calibration: x)
    }
    // What needs no ranges needs no images.
    let model = try QuantizedModel(
      network.model, inputShape: network.inputShape,
      configuration: QuantizationConfiguration(format: .dynamicInt8))
    #expect(!model.isIntegerOnly)
  }

  @Test func `is refused with images of another shape, or with numbers that are none`() throws {
    let x = network.input(4)
    #expect(
      throws: QuantizedModelError.calibrationShape(expected: [9, 7, 3], found: [4, 189])
    ) {
      try QuantizedModel(
        network.model, inputShape: network.inputShape, calibration: x.reshaped(to: [4, 189]))
    }
    for value in [Float.nan, .infinity] {
      var elements = x.elements
      elements[2 * 189 + 5] = value
      let damaged = Tensor(elements, shape: x.shape)
      #expect(throws: QuantizedModelError.calibrationNotFinite(image: 2)) {
        try QuantizedModel(network.model, inputShape: network.inputShape, calibration: damaged)
      }
    }
  }

  @Test(arguments: [
    LayerFormat.staticInteger(weights: .int8, granularity: .group(size: 4)),
    .dynamicInteger(weights: .int8, granularity: .group(size: 4)),
    .staticInteger(weights: .uint8), .staticInteger(weights: .int16),
  ])
  func `is refused in a format that no sum of integers has`(format: LayerFormat) {
    let x = network.input(4)
    let error = #expect(throws: QuantizedModelError.self) {
      try QuantizedModel(
        network.model, inputShape: network.inputShape,
        configuration: QuantizationConfiguration(format: format), calibration: x)
    }
    if case .unsupportedFormat(let found, let layer, _) = error {
      #expect(found == format && layer == "0 Conv2D")
    } else {
      Issue.record("\(String(describing: error))")
    }
  }

  @Test func `is a weight so large that integers cannot compute with its scale`() throws {
    var generator = SplitMix64(seed: 1)
    var first = Dense(inputs: 4, outputs: 3, using: &generator)
    var elements = first.weight.elements
    elements[0] = 1e38
    first.weight = Tensor(elements, shape: [4, 3])
    let network = Sequential([first, ReLU(), Dense(inputs: 3, outputs: 2, using: &generator)])
    // What the large weight is multiplied with is zero: no activation shows how large it is.
    let images = Tensor([0, 1, 2, 3, 0, 3, 1, 2], shape: [2, 4])
    let error = #expect(throws: QuantizedModelError.self) {
      try QuantizedModel(network, inputShape: [4], calibration: images)
    }
    guard case .scaleOutOfRange("0-1 Dense + ReLU", let scale, 0x1p30) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(scale > 1e30 && error?.isAboutNumbers == true)
  }

  @Test func `names the layer whose weights are not finite`() {
    var generator = SplitMix64(seed: 1)
    var dense = Dense(inputs: 4, outputs: 2, using: &generator)
    dense.weight = Tensor([1, 2, 3, .infinity, 5, 6, 7, 8], shape: [4, 2])
    #expect(
      throws: QuantizedModelError.quantization(
        .notFinite(index: 3, value: .infinity), layer: "0 Dense")
    ) {
      try QuantizedModel(
        Sequential([dense]), inputShape: [4],
        configuration: QuantizationConfiguration(format: .weightOnlyInt8))
    }
  }
}

@Suite struct `Parts of a quantized model` {
  private func parts() throws -> [QuantizedLayer] {
    let network = SessionNetwork.residual
    return try QuantizedModel(
      network.model, inputShape: network.inputShape, calibration: network.input(4)
    ).layers
  }

  private func error(
    _ change: (inout [QuantizedLayer]) throws -> Void
  ) throws -> QuantizedModelError? {
    var layers = try parts()
    try change(&layers)
    return #expect(throws: QuantizedModelError.self) {
      try QuantizedModel(inputShape: [9, 7, 3], layers: layers)
    }
  }

  @Test func `are refused where they do not fit each other`() throws {
    // A step that reads what is not there yet, one that is missing, a result of bytes.
    let changes: [(inout [QuantizedLayer]) -> Void] = [
      { $0[1] = QuantizedLayer("late", $0[1].operation, inputs: [9]) },
      { $0[1] = QuantizedLayer("two", $0[1].operation, inputs: [0, 0]) },
      { $0.removeFirst() },
      { $0.removeSubrange(2...) },
    ]
    for change in changes {
      let error = try error { change(&$0) }
      guard case .inconsistent = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func `are refused where the steps of their values are too far apart`() throws {
    let (large, small) = (
      try QuantizationParameters(scale: 1e38, format: .uint8),
      try QuantizationParameters(scale: 0.1, format: .uint8)
    )
    let pool = AveragePool2D(size: 2)
    let weight = try QuantizedTensor(Tensor([[1e38]]), format: .int8)
    func dense(to output: QuantizationParameters?) -> QuantizedLayer.Operation {
      .product(
        QuantizedProduct(
          kind: .dense, weight: .integers(weight),
          arithmetic: .integer(bias: [0], output: output)))
    }
    let cases: [([Int], QuantizationParameters, QuantizedLayer.Operation, inputs: [Int])] = [
      ([1], small, dense(to: small), [1]),
      ([1], large, dense(to: nil), [1]),
      ([2, 2, 1], large, .averagePooling(pool, output: small), [1]),
      ([2, 2, 1], large, .globalAveragePooling(output: small), [1]),
      ([4], large, .sum(isRectified: false, output: small), [1, 1]),
    ]
    for (shape, input, operation, inputs) in cases {
      let error = #expect(throws: QuantizedModelError.self) {
        try QuantizedModel(
          inputShape: shape,
          layers: [
            QuantizedLayer("q", .quantize(input), inputs: [0]),
            QuantizedLayer("step", operation, inputs: inputs),
            QuantizedLayer("d", .dequantize, inputs: [2]),
          ])
      }
      guard case .scaleOutOfRange("step", _, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func `are refused where a product does not fit its value or its sums 32 bits`() throws {
    let weight = try QuantizedTensor(
      Tensor([Float](repeating: 1, count: 70_000 * 2), shape: [70_000, 2]), format: .int8)
    let bytes = try QuantizationParameters(scale: 0.1, format: .uint8)
    for (shape, bias) in [([70_000], 2), ([70_000], 3), ([4], 2)] {
      let product = QuantizedProduct(
        kind: .dense, weight: .integers(weight),
        arithmetic: .integer(bias: [Int32](repeating: 0, count: bias), output: nil))
      #expect(throws: QuantizedModelError.self) {
        try QuantizedModel(
          inputShape: shape,
          layers: [
            QuantizedLayer("q", .quantize(bytes), inputs: [0]),
            QuantizedLayer("dense", .product(product), inputs: [1]),
          ])
      }
    }
  }
}
