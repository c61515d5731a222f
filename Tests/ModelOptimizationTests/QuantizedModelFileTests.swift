import ModelOptimization
import Testing

@Suite struct `A file of a quantized model` {
  static let formats: [LayerFormat] = [
    .int8, .staticInteger(weights: .int4, granularity: .tensor), .dynamicInt8, .weightOnlyInt8,
    .weightOnly(.int4, granularity: .group(size: 8)),
    .weightOnly(.uint4, granularity: .group(size: 8), scheme: .affine), .fp16, .bf16, .fp32,
  ]

  static func quantized(_ format: LayerFormat) throws -> QuantizedModel {
    try QuantizedModel(
      `A model file`.allKinds(), inputShape: [12, 12, 1],
      configuration: QuantizationConfiguration(
        format: format, overrides: ["3": .fp16, "11": .weightOnlyInt8]),
      calibration: `A model file`.images)
  }

  @Test(arguments: formats) func `brings it back, to the same bits`(format: LayerFormat) throws {
    let model = try Self.quantized(format)
    let file = ModelFile(model, metadata: ["model": "own"])
    let bytes = try file.bytes()
    let back = try ModelFile(bytes: bytes)
    #expect(back.network == nil && back.isDescribed)
    #expect(back.metadata == ["model": "own"])
    #expect(back.parameterCount == file.parameterCount)
    #expect(back.nonzeroParameterCount == file.nonzeroParameterCount)
    #expect(back.multiplyAccumulates == file.multiplyAccumulates)
    #expect(try back.bytes() == bytes)
    let results = [PreparedModel(model), back.prepared].map {
      InferenceSession($0, maximumBatch: 3)(`A model file`.images)
    }
    #expect(results[0] == results[1])
    // The bytes are those of the integers, the scales and the biases, and a header of words.
    #expect(bytes.count > model.byteCount / 2 && bytes.count < model.byteCount + 12_000)
  }

  @Test func `is read or refused, but never ends the program, when its words change`() throws {
    let file = try SafetensorsFile(
      bytes: ModelFile(try Self.quantized(.int8)).bytes())
    let text = Array((file.metadata["architecture"] ?? "").utf8)
    var generator = SplitMix64(seed: 78)
    var accepted = 0
    for _ in 0..<400 {
      var bytes = text
      for _ in 0...generator.next() % 2 {
        let position = Int(generator.next() % UInt64(bytes.count))
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
          bytes[position] = UInt8(ascii: "0") + UInt8(generator.next() % 10)
        } else if generator.next() % 4 == 0 {
          bytes.remove(at: position)
        }
      }
      var changed = file
      changed.metadata["architecture"] = String(decoding: bytes, as: UTF8.self)
      do {
        _ = try ModelFile(bytes: changed.bytes()).prepared
        accepted += 1
      } catch {
        #expect(error is ModelFileError, "\(error)")
      }
    }
    #expect(accepted > 20)
  }

  @Test func `is refused where it says something else than it can`() throws {
    let file = try SafetensorsFile(bytes: ModelFile(try Self.quantized(.int8)).bytes())
    let text = try #require(file.metadata["architecture"])
    for (name, word, expected) in [
      ("arithmetic", "integer", "integer, dynamic or float"),
      ("granularity", "channel", "tensor, channel or group"),
    ] {
      let member = "\"\(name)\":\"\(word)\""
      try #require(text.contains(member))
      var changed = file
      changed.metadata["architecture"] = text.replacing(member, with: "\"\(name)\":\"other\"")
      let error = #expect(throws: ModelFileError.self) { try ModelFile(bytes: changed.bytes()) }
      #expect(error?.problem == .badSetting(place: "1", name: name, expected: expected))
    }
  }

  @Test func `is refused where a tensor is not what its step needs`() throws {
    func problem(
      _ change: (inout SafetensorsFile) throws -> Void
    ) throws -> ModelFileError.Problem? {
      var file = try SafetensorsFile(bytes: ModelFile(try Self.quantized(.int8)).bytes())
      try change(&file)
      return #expect(throws: ModelFileError.self) { try ModelFile(bytes: file.bytes()) }?.problem
    }
    #expect(try problem { $0.rawTensors["1.weight"] = nil } == .missingTensor(name: "1.weight"))
    #expect(
      try problem { $0.rawTensors["1.bias"] = RawTensor([Int32(1)]) }
        == .wrongShape(name: "1.bias", found: [1], expected: "[4]"))
    #expect(
      try problem { $0.rawTensors["1.bias"] = RawTensor([Int16](repeating: 0, count: 4)) }
        == .wrongType(name: "1.bias", found: "I16", expected: "I32"))
    let short = try problem {
      $0.rawTensors["1.weight"] = RawTensor([UInt8](repeating: 0, count: 3))
    }
    #expect(short?.description.contains("should take 36 bytes, and there are 3") == true)
    let scale = try problem { $0.tensors["1.scales"] = Tensor([1, 0, 1, 1], shape: [4]) }
    #expect(scale?.description.contains("0.0 is no scale") == true)
    let bias = try problem {
      $0.rawTensors["1.bias"] = RawTensor([Int32](repeating: .max, count: 4))
    }
    #expect(bias?.description.contains("may exceed 32 bits") == true)
  }
}
