import Foundation
import ModelOptimization
import Testing

@Suite struct `A safetensors file` {
  let small: [UInt8]

  init() throws {
    small = try Fixture.bytes("small.safetensors")
  }

  @Test func `is read, whoever wrote it`() throws {
    let file = try SafetensorsFile(bytes: small)
    #expect(file.tensors.count == 2)
    #expect(file.tensors["weight"] == Tensor([[0, 0.25, 0.5], [0.75, 1, 1.25]]))
    #expect(file.tensors["bias"] == Tensor([-1.5], shape: [1]))
    #expect(file.metadata == ["note": "a \"quoted\" \\ / é 👟 \n line"])
  }

  @Test func `comes back as it was written`() throws {
    let file = SafetensorsFile(
      tensors: [
        "a": randomTensor([3, 5], seed: 1), "empty": Tensor(zeros: [4, 0]),
        "number": Tensor([.pi], shape: []), "odd \"name\"": Tensor([.infinity, -0], shape: [2]),
      ], metadata: ["tab\t": "\u{1}, \\ and é", "z": ""])
    #expect(try SafetensorsFile(bytes: file.bytes()) == file)
    #expect(try SafetensorsFile(bytes: SafetensorsFile(tensors: [:]).bytes()).tensors.isEmpty)
  }

  @Test func `of 16-bit floats is read, whoever wrote it`() throws {
    let file = try SafetensorsFile(bytes: Fixture.bytes("half.safetensors"))
    let expected: [Float] = [1, -2.5, 65504, 0x1p-24, 0, .infinity, 0.333251953125]
    #expect(file.tensors["half"] == Tensor(expected, shape: [7]))
    #expect(file.tensors["brain"] == Tensor([1, -2.5, 0x1p100, 0.333984375], shape: [2, 2]))
  }

  @Test(arguments: [StorageFormat.fp16, .bf16])
  func `keeps what 16 bits hold`(format: StorageFormat) throws {
    let tensors = ["a": randomTensor([3, 5], seed: 4), "b": randomTensor([2], seed: 5)]
    let file = SafetensorsFile(tensors: tensors, metadata: ["x": "y"])
    let back = try SafetensorsFile(bytes: file.bytes(format: format))
    #expect(back.tensors == tensors.mapValues { format.rounded($0) })
    #expect(back.metadata == file.metadata)
    #expect(file.bytes(format: format).count < file.bytes().count)
  }

  @Test func `has the same bytes for the same contents, its data aligned to 8`() throws {
    let tensors = Dictionary(
      uniqueKeysWithValues: (0..<20).map { ("t\($0)", Tensor([Float($0)], shape: [1])) })
    let first = SafetensorsFile(tensors: tensors, metadata: ["b": "2", "a": "1"]).bytes()
    let reversed = Dictionary(uniqueKeysWithValues: tensors.sorted { $0.key > $1.key })
    #expect(SafetensorsFile(tensors: reversed, metadata: ["a": "1", "b": "2"]).bytes() == first)
    #expect((first.count - 80) % 8 == 0)
  }

  @Test func `is refused when it ends too early, wherever it ends`() {
    for length in small.indices {
      #expect(throws: SafetensorsError.self, "\(length) bytes") {
        try SafetensorsFile(bytes: Array(small[..<length]))
      }
    }
  }

  @Test func `is read or refused, but never ends the program, when bytes change`() {
    var generator = SplitMix64(seed: 99)
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = small
      for _ in 0...generator.next() % 3 {
        let position = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: position)
        default: bytes.insert(bytes[position], at: position)
        }
      }
      do {
        let file = try SafetensorsFile(bytes: bytes)
        // Whatever was accepted can be written and read again.
        #expect(try SafetensorsFile(bytes: file.bytes()).tensors.count == file.tensors.count)
      } catch {
        #expect(error is SafetensorsError)
        refused += 1
      }
    }
    #expect(refused > 10_000)
  }

  /// A header, given as text, and its data.
  static func file(_ header: String, dataBytes: Int) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) } + text
      + [UInt8](repeating: 0, count: dataBytes)
  }

  struct Refusal: CustomTestStringConvertible {
    var header: String
    var dataBytes = 4
    var text: String
    var testDescription: String { text }
  }

  static func entry(_ shape: String, _ offsets: String, type: String = "F32") -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  static let refusals = [
    Refusal(header: "", text: #""{" was expected at byte 0 of the header"#),
    Refusal(header: "{", text: "a quotation mark was expected at byte 1"),
    Refusal(header: "[]", text: #""{" was expected at byte 0"#),
    Refusal(header: "{} x", dataBytes: 0, text: "the end was expected at byte 3"),
    Refusal(header: "{}", text: "the tensors have 0 bytes, the data has 4"),
    Refusal(
      header: #"{"a":\#(entry("[1]", "[0,4]")),"a":\#(entry("[1]", "[0,4]"))}"#,
      text: #"two tensors are called "a""#),
    Refusal(
      header: #"{"a":\#(entry("[2]", "[0,4]", type: "F4"))}"#,
      text: #"tensor "a" is of the unknown type F4. Convert the tensors to floats"#),
    Refusal(
      header: #"{"a":\#(entry("[1]", "[0,4]", type: "F16"))}"#,
      text: #"tensor "a" of shape [1] does not have 4 bytes"#),
    Refusal(
      header: #"{"a":\#(entry("[2]", "[0,4]"))}"#,
      text: #"tensor "a" of shape [2] does not have 4 bytes"#),
    Refusal(
      header: #"{"a":\#(entry("[4611686018427387904,4]", "[0,4]"))}"#,
      text: "does not have 4 bytes"),
    Refusal(
      header: #"{"a":\#(entry("[9223372036854775808]", "[0,4]"))}"#,
      text: "an integer below 2^63 was expected"),
    Refusal(header: #"{"a":\#(entry("[-1]", "[0,4]"))}"#, text: "an integer below 2^63"),
    Refusal(header: #"{"a":\#(entry("[01]", "[0,4]"))}"#, text: "an integer below 2^63"),
    Refusal(header: #"{"a":\#(entry("[1.0]", "[0,4]"))}"#, text: #""]" was expected"#),
    Refusal(header: #"{"a":\#(entry("[1]", "[4,0]"))}"#, text: "two ascending data_offsets"),
    Refusal(header: #"{"a":\#(entry("[1]", "[0]"))}"#, text: "two ascending data_offsets"),
    Refusal(header: #"{"a":{"dtype":"F32"}}"#, text: #"tensor "a" lacks"#),
    Refusal(
      header: #"{"a":{"dtype":"F32","color":"red"}}"#,
      text: #"tensor "a" has an unknown field "color""#),
    Refusal(
      header: #"{"a":\#(entry("[1]", "[4,8]"))}"#, dataBytes: 8,
      text: #"tensor "a" begins at byte 4 of the data, not at 0"#),
    Refusal(
      header: #"{"a":\#(entry("[2]", "[0,8]")),"b":\#(entry("[2]", "[4,12]"))}"#, dataBytes: 12,
      text: #"tensor "b" begins at byte 4 of the data, not at 8"#),
    Refusal(
      header: #"{"a":\#(entry("[4]", "[0,16]"))}"#,
      text: "the tensors have 16 bytes, the data has 4"),
    Refusal(header: "{\"a\u{1}\":{}}", text: "a character of a string was expected"),
    Refusal(header: #"{"\ud800x":{}}"#, text: "a character was expected"),
    Refusal(header: #"{"\q":{}}"#, text: "an escape of JSON was expected"),
    Refusal(header: #"{"__metadata__":{"a":1}}"#, text: "a quotation mark was expected"),
  ]

  @Test(arguments: refusals)
  func `is refused with a reason`(refusal: Refusal) throws {
    let error = try #require(throws: SafetensorsError.self) {
      try SafetensorsFile(bytes: Self.file(refusal.header, dataBytes: refusal.dataBytes))
    }
    #expect(error.description.contains(refusal.text))
  }

  @Test func `takes no memory for a header that it does not have`() throws {
    let claim = [UInt8](repeating: 0xFF, count: 8) + [0x7B, 0x7D]
    let error = try #require(throws: SafetensorsError.self) { try SafetensorsFile(bytes: claim) }
    #expect(error.problem == .headerTooLong(claimed: .max, available: 2))
  }

  @Test func `is named in its errors`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "broken.safetensors").path
      try Data([1, 2, 3]).write(to: URL(filePath: path))
      let error = try #require(throws: SafetensorsError.self) {
        try SafetensorsFile(contentsOf: path)
      }
      #expect(error.description.hasPrefix("\(path): a safetensors file has at least 8 bytes"))
      #expect(throws: FileError.missing("\(path)x")) { try SafetensorsFile(contentsOf: "\(path)x") }
    }
  }

  @Test func `is replaced as a whole, with nothing left beside it`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "model.safetensors").path
      for value: Float in [1, 2] {
        let file = SafetensorsFile(tensors: ["a": Tensor([value], shape: [1])])
        try file.save(to: path)
        #expect(try SafetensorsFile(contentsOf: path) == file)
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
      #expect(throws: FileError.self) {
        try SafetensorsFile(tensors: [:]).save(to: "\(path)/inside.safetensors")
      }
    }
  }
}
