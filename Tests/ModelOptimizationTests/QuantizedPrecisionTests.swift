import ModelOptimization
import Testing

@Suite struct `Formats of single layers` {
  private func calibrated() throws -> CalibratedModel {
    let network = try FashionModel.mlp.pretrained(from: shippedData)
    let images = try FashionMNIST.training(count: 64, from: shippedData).images
    return try CalibratedModel(network, inputShape: [784], calibration: images)
  }

  private func validation() throws -> FashionMNIST {
    try FashionMNIST.validation(count: 300, from: shippedData)
  }

  private let int2 = LayerFormat.weightOnly(.int2)

  @Test func `are measured with all other layers in FP32`() throws {
    let model = try calibrated()
    let images = try validation()
    let scan = try FormatSensitivity(of: model, formats: [int2, .int8], on: images)
    #expect(scan.entries.map(\.layer) == model.productNames.flatMap { [$0, $0] })
    for entry in scan.entries {
      let alone = try model.quantized(
        QuantizationConfiguration(format: .fp32, overrides: [entry.layer: entry.format]))
      #expect(alone.accuracy(on: images, threads: 2) == entry.accuracy)
      #expect(entry.drop == scan.baseline - entry.accuracy)
    }
    // Two bits per channel cannot hold the first layer; eight change next to nothing.
    #expect(scan.entries[0].drop > 0.05)
    #expect(scan.entries.filter { $0.format == .int8 }.allSatisfy { abs($0.drop) < 0.02 })
  }

  @Test func `are chosen so that accuracy stays within a limit`() throws {
    let model = try calibrated()
    let images = try validation()
    let fp32 = try model.quantized(QuantizationConfiguration(format: .fp32)).byteCount
    var sizes: [Int] = []
    for limit in [0, 0.01, 1] {
      let mixed = try MixedPrecision(
        of: model, formats: [int2, .weightOnlyInt4, .int8], maximumDrop: limit, on: images)
      let accuracy = mixed.model.accuracy(on: images)
      #expect(accuracy >= mixed.sensitivity.baseline - limit)
      #expect(mixed.steps.last?.accuracy == accuracy)
      #expect(mixed.model.layers.compactMap(\.product).map(\.format) == mixed.choices.map(\.format))
      #expect(mixed.model.byteCount <= fp32)
      sizes.append(mixed.model.byteCount)
    }
    #expect(sizes[0] >= sizes[1] && sizes[1] > sizes[2])
  }

  @Test func `are refused without images or with a limit that is none`() throws {
    let model = try calibrated()
    let images = try validation()
    #expect(throws: QuantizedModelError.noValidationImages) {
      try FormatSensitivity(of: model, formats: [.int8], on: images.prefix(0))
    }
    for drop in [-0.1, 1.5] {
      #expect(throws: QuantizedModelError.dropOutOfRange(drop)) {
        try MixedPrecision(of: model, maximumDrop: drop, on: images)
      }
    }
  }

  @Test func `take ranges that are known from elsewhere`() throws {
    let network = try FashionModel.mlp.pretrained(from: shippedData)
    let model = try calibrated()
    var ranges: [String: QuantizationParameters] = [:]
    for (name, range) in model.activations {
      ranges[String(name.prefix { $0 != " " && $0 != "-" })] = range
    }
    let same = try CalibratedModel(network, inputShape: [784], activations: ranges)
    #expect(same.activations == model.activations)
    ranges["0"] = nil
    let lacking = try CalibratedModel(network, inputShape: [784], activations: ranges)
    #expect(throws: QuantizedModelError.unknownRange(layer: "0-1 Dense + ReLU")) {
      try lacking.quantized(QuantizationConfiguration())
    }
  }
}
