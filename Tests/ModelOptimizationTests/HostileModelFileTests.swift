import Foundation
import ModelOptimization
import Testing

@Suite struct `A model file from elsewhere` {
  /// The file of a small network, with something changed.
  static func problem(
    _ change: (inout SafetensorsFile) throws -> Void
  ) throws -> ModelFileError.Problem? {
    let model = ModelFile(`A model file`.allKinds(), inputShape: [12, 12, 1])
    var file = try SafetensorsFile(bytes: model.bytes())
    try change(&file)
    return #expect(throws: ModelFileError.self) { try ModelFile(bytes: file.bytes()) }?.problem
  }

  /// A file whose architecture is the given text.
  static func problem(
    layers: String, input: String = "[4]", tensors: [String: Tensor] = [:],
    raw: [String: RawTensor] = [:]
  ) -> ModelFileError.Problem? {
    let file = SafetensorsFile(
      tensors: tensors, rawTensors: raw,
      metadata: [
        "format": "pare.model/1", "weights": "fp32",
        "architecture": #"{"input":\#(input),"layers":\#(layers)}"#,
      ])
    return #expect(throws: ModelFileError.self, "\(layers)") {
      try ModelFile(bytes: file.bytes())
    }?.problem
  }

  @Test func `is refused without what makes it a model`() throws {
    #expect(try Self.problem { $0.metadata["format"] = nil } == .notAModel)
    #expect(try Self.problem { $0.metadata["architecture"] = nil } == .notAModel)
    #expect(try Self.problem { $0.metadata["weights"] = "fp4" } == .notAModel)
    #expect(try Self.problem { $0.metadata["format"] = "pt" } == .notAModel)
    #expect(
      try Self.problem { $0.metadata["format"] = "pare.model/2" }
        == .otherVersion(found: "pare.model/2"))
    #expect(try Self.problem { $0.metadata["format"] = "pare.checkpoint/1" } == .isCheckpoint)
    #expect(
      try Self.problem { $0.metadata["architecture"] = #"{"input":[1],}"# }
        == .notJSON(expected: "a quotation mark", at: 13))
  }

  @Test func `is refused where its tensors are not those of its layers`() throws {
    #expect(try Self.problem { $0.tensors["0.weight"] = nil } == .missingTensor(name: "0.weight"))
    #expect(
      try Self.problem { $0.tensors["0.weight"] = Tensor([[1]]) }
        == .wrongShape(name: "0.weight", found: [1, 1], expected: "[4, 1, 3, 3]"))
    #expect(
      try Self.problem { $0.tensors["20.bias"] = Tensor([[1]]) }
        == .unexpectedTensor(name: "20.bias"))
    #expect(
      try Self.problem { $0.rawTensors["a"] = RawTensor([Int8(1)]) } == .unexpectedTensor(name: "a")
    )
    #expect(
      try Self.problem {
        $0.tensors["1.bias"] = nil
        $0.rawTensors["1.bias"] = RawTensor([Int32](repeating: 1, count: 4))
      } == .wrongType(name: "1.bias", found: "I32", expected: "F32, F16 or BF16"))
    #expect(
      try Self.problem { $0.tensors["1.bias"] = Tensor([1, .nan, 0, 0], shape: [4]) }
        == .notFinite(name: "1.bias"))
    #expect(
      try Self.problem { $0.tensors["1.running_var"] = Tensor([1, -1, 0, 0], shape: [4]) }
        == .badValues(name: "1.running_var", expected: "variances, 0 or more"))
  }

  struct Lie: CustomTestStringConvertible {
    var layers: String
    var input = "[4]"
    var text: String
    var testDescription: String { "\(input) \(layers)" }
  }

  static let window =
    #""window":[3,3],"stride":1,"padding":0,"groups":1,"bias":true,"layout":"nhwc""#

  static let lies = [
    Lie(layers: "{}", text: #"the model has no "layers" that is a list of layers"#),
    Lie(layers: "[1]", text: #"layer 0 has no "kind" that is a word"#),
    Lie(layers: #"[{"kind":"transformer"}]"#, text: #"layer 0 is a "transformer""#),
    Lie(layers: "[]", input: "[0]", text: #"no "input" that is a whole number from 1"#),
    Lie(layers: "[]", input: "[1.5]", text: #"no "input" that is a whole number from 1"#),
    Lie(layers: "[]", input: "[1e300]", text: #"no "input" that is a whole number from 1"#),
    Lie(layers: "[]", input: "[268435456,2]", text: "does not take an input of shape"),
    Lie(layers: "[]", input: "[1,1,1,1,1,1,1,1,1]", text: "does not take an input of shape"),
    Lie(layers: #"[{"kind":"dense","inputs":0,"outputs":1}]"#, text: #"no "inputs" that is"#),
    Lie(layers: #"[{"kind":"dense","inputs":5,"outputs":1}]"#, text: "does not take an input"),
    Lie(
      layers: #"[{"kind":"dense","inputs":4,"outputs":268435456}]"#,
      text: #"there is no tensor "0.weight""#),
    Lie(
      layers: #"[{"kind":"conv2d","inputs":1,"outputs":1,\#(window)}]"#, text: "does not take"),
    Lie(
      layers: #"[{"kind":"conv2d","inputs":1,"outputs":1,\#(window)}]"#, input: "[2,9,1]",
      text: "does not take an input of shape [2, 9, 1]"),
    Lie(
      layers: #"[{"kind":"conv2d","inputs":3,"outputs":268435456,\#(window)}]"#, input: "[9,9,3]",
      text: "does not take an input of shape [7, 7, 268435456]"),
    Lie(
      layers: #"[{"kind":"max_pool2d","size":2,"stride":1,"padding":2,"layout":"nhwc"}]"#,
      input: "[9,9,3]", text: #"no "padding" that is a whole number from 0 to 1"#),
    Lie(
      layers: #"[{"kind":"max_pool2d","size":2,"stride":0,"padding":1,"layout":"nhwc"}]"#,
      input: "[9,9,3]", text: #"no "stride""#),
    Lie(
      layers: #"[{"kind":"max_pool2d","size":2,"stride":1,"padding":0,"layout":"chw"}]"#,
      input: "[9,9,3]", text: #"no "layout" that is nhwc or nchw"#),
    Lie(layers: #"[{"kind":"dropout","rate":1}]"#, text: #"no "rate" that is from 0 to less"#),
    Lie(layers: #"[{"kind":"global_average_pool","layout":"nhwc"}]"#, text: "does not take"),
    Lie(
      layers: #"[{"kind":"residual","body":[{"kind":"dense","inputs":4,"outputs":2}]}]"#,
      text: #"no tensor "0.body.0.weight""#),
    Lie(
      layers: #"[{"kind":"multi_head_attention","width":4,"heads":3,"causal":true}]"#,
      input: "[2,4]", text: "does not take an input of shape [2, 4]"),
    Lie(
      layers: String(repeating: #"[{"kind":"sequential","layers":"#, count: 200)
        + "[]" + String(repeating: "}]", count: 200), text: "no deeper nesting was expected"),
    Lie(layers: #"[{"kind":"relu","kind":"relu"}]"#, text: "a name that is not there yet"),
  ]

  @Test(arguments: lies) func `is refused where its architecture lies`(lie: Lie) throws {
    let problem = try #require(Self.problem(layers: lie.layers, input: lie.input))
    #expect(problem.description.contains(lie.text), "\(problem)")
  }

  @Test func `is refused where the places of its numbers lie`() throws {
    let layers = #"[{"kind":"dense","inputs":2,"outputs":3}]"#
    func problem(
      rows: [UInt32], columns: [UInt8], values: [Float] = [1, 2, 3]
    ) -> ModelFileError.Problem? {
      Self.problem(
        layers: layers, input: "[2]",
        tensors: [
          "0.bias": Tensor(zeros: [3]), "0.weight.values": Tensor(values, shape: [values.count]),
        ],
        raw: ["0.weight.rows": RawTensor(rows), "0.weight.columns": RawTensor(columns)])
    }
    let rows = ModelFileError.Problem.badValues(
      name: "0.weight.rows", expected: "ascending from 0 to the number of values")
    let columns = ModelFileError.Problem.badValues(
      name: "0.weight.columns", expected: "ascending columns of each row")
    #expect(problem(rows: [0, 4, 3], columns: [0, 1, 2]) == rows)
    #expect(problem(rows: [0, 2, 4], columns: [0, 1, 2]) == rows)
    #expect(problem(rows: [1, 2, 3], columns: [0, 1, 2]) == rows)
    #expect(problem(rows: [0, 2, 3], columns: [0, 3, 2]) == columns)
    #expect(problem(rows: [0, 2, 3], columns: [1, 1, 2]) == columns)
    #expect(problem(rows: [0, 2, 3], columns: [2, 1, 2]) == columns)
    #expect(
      problem(rows: [0, 3], columns: [0, 1, 2])
        == .wrongShape(name: "0.weight.rows", found: [2], expected: "[3]"))
    #expect(
      problem(rows: [0, 2, 3], columns: [0, 1])
        == .wrongShape(name: "0.weight.columns", found: [2], expected: "[3]"))
    #expect(
      problem(rows: [0, 1, 3], columns: [0, 1, 2], values: [1, .infinity, 3])
        == .notFinite(name: "0.weight"))
  }

  @Test func `is read or refused, but never ends the program, when its words change`() throws {
    let model = ModelFile(`A model file`.allKinds(), inputShape: [12, 12, 1])
    let file = try SafetensorsFile(bytes: model.bytes())
    let text = Array((file.metadata["architecture"] ?? "").utf8)
    var generator = SplitMix64(seed: 77)
    var accepted = 0
    for _ in 0..<400 {
      var bytes = text
      for _ in 0...generator.next() % 2 {
        let position = Int(generator.next() % UInt64(bytes.count))
        // Digits most of all: the sizes are what could do harm.
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
          bytes[position] = UInt8(ascii: "0") + UInt8(generator.next() % 10)
        } else if generator.next() % 4 == 0 {
          bytes.remove(at: position)
        }
      }
      var changed = file
      changed.metadata["architecture"] = String(decoding: bytes, as: UTF8.self)
      do {
        let model = try ModelFile(bytes: changed.bytes())
        accepted += 1
        // Whatever was accepted runs.
        #expect(try model.layers.outputShape(for: [2] + model.inputShape).first == 2)
        _ = model.prepared
      } catch {
        #expect(error is ModelFileError)
      }
    }
    #expect(accepted > 20)
  }
}
