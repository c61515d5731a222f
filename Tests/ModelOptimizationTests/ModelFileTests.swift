import Foundation
import ModelOptimization
import Testing

extension ModelFile {
  /// The network, where there is one.
  var layers: Sequential {
    get throws { try #require(network) }
  }
}

@Suite struct `A model file` {
  /// A network with every kind of layer that images can pass through.
  static func allKinds() -> Sequential {
    var generator = SplitMix64(seed: 3)
    func norm(_ channels: Int) -> BatchNorm {
      BatchNorm(
        weight: randomTensor([channels], seed: 1), bias: randomTensor([channels], seed: 2),
        runningMean: randomTensor([channels], seed: 3),
        runningVariance: Tensor((0..<channels).map { Float($0) + 0.5 }, shape: [channels]),
        momentum: 0.25, epsilon: 1e-3)
    }
    return Sequential([
      Conv2D(inputs: 1, outputs: 4, size: 3, padding: 1, hasBias: false, using: &generator),
      norm(4), ReLU(),
      Conv2D(
        inputs: 4, outputs: 8, size: 3, stride: 2, padding: 1, groups: 2, using: &generator),
      LeakyReLU(slope: 0.125), MaxPool2D(size: 2, stride: 1),
      DepthwiseConv2D(channels: 8, size: 3, padding: 1, using: &generator),
      Residual(
        [Conv2D(inputs: 8, outputs: 6, size: 1, using: &generator), norm(6)],
        shortcut: [
          Conv2D(inputs: 8, outputs: 6, size: 1, hasBias: false, using: &generator)
        ]),
      AveragePool2D(size: 2, padding: 1), Residual([Sigmoid()]),
      Sequential([Flatten(), Dropout(rate: 0.25)]),
      Dense(inputs: 54, outputs: 12, using: &generator), Tanh(), LayerNorm(width: 12), GELU(),
      Dense(inputs: 12, outputs: 5, using: &generator), Softmax(),
    ])
  }

  static let images = randomTensor([3, 12, 12, 1], seed: 9)

  /// The layers as the file's own words describe them.
  static func description(_ network: Sequential) -> String { "\(network)" }

  @Test func `brings every kind of layer back as it was`() throws {
    let network = Self.allKinds()
    let file = ModelFile(network, inputShape: [12, 12, 1], metadata: ["seed": "3"])
    let bytes = try file.bytes()
    let back = try ModelFile(bytes: bytes)
    #expect(back.inputShape == [12, 12, 1])
    #expect(back.metadata == ["seed": "3"])
    #expect(try "\(back.layers)" == "\(network)")
    #expect(try back.layers.parameters == network.parameters)
    #expect(try back.layers.statistics == network.statistics)
    #expect(try back.layers(Self.images) == network(Self.images))
    #expect(try back.bytes() == bytes)
  }

  @Test func `brings layers for sequences and for the other layout back`() throws {
    var generator = SplitMix64(seed: 4)
    let sequence = Sequential([
      Embedding(vocabulary: 7, width: 8, using: &generator),
      MultiHeadAttention(width: 8, heads: 2, isCausal: true, using: &generator),
      LSTM(inputs: 8, hidden: 5, using: &generator),
      LSTM(inputs: 5, hidden: 3, returnsSequence: false, using: &generator),
    ])
    let tokens = Tensor([[0, 6, 3, 1], [2, 2, 5, 4]])
    let back = try ModelFile(bytes: ModelFile(sequence, inputShape: [4]).bytes()).layers
    #expect(back(tokens) == sequence(tokens))
    let channelsFirst = Sequential([
      Conv2D(inputs: 2, outputs: 3, size: 3, layout: .nchw, using: &generator),
      BatchNorm(channels: 3, layout: .nchw), MaxPool2D(size: 2, layout: .nchw),
      GlobalAveragePool(layout: .nchw),
    ])
    let images = randomTensor([2, 2, 6, 6], seed: 8)
    let other = try ModelFile(bytes: ModelFile(channelsFirst, inputShape: [2, 6, 6]).bytes())
    #expect(try other.layers(images) == channelsFirst(images))
  }

  @Test(arguments: [StorageFormat.fp16, .bf16])
  func `keeps weights in 16 bits, and all else in 32`(format: StorageFormat) throws {
    let network = Self.allKinds()
    let whole = try ModelFile(network, inputShape: [12, 12, 1]).bytes()
    let bytes = try ModelFile(network, inputShape: [12, 12, 1], weightFormat: format).bytes()
    let back = try ModelFile(bytes: bytes)
    #expect(back.weightFormat == format)
    for (tensor, original) in zip(try back.layers.parameters, network.parameters) {
      #expect(tensor == (original.shape.count >= 2 ? format.rounded(original) : original))
    }
    #expect(try back.layers.statistics == network.statistics)
    let weights = network.parameters.filter { $0.shape.count >= 2 }.reduce(0) { $0 + $1.count }
    // The header gains or loses a few digits.
    #expect(abs(whole.count - bytes.count - 2 * weights) < 100)
  }

  @Test func `leaves zeros out where that takes fewer bytes, and brings them back`() throws {
    for (zeros, columns) in [(0.95, 40), (0.95, 300), (0.2, 40)] {
      var generator = SplitMix64(seed: 5)
      var elements = randomTensor([200, columns], seed: 6).elements
      for index in elements.indices where Double(generator.nextUnit()) < zeros {
        elements[index] = 0
      }
      elements[7] = -0.0
      let layer = Dense(
        weight: Tensor(elements, shape: [200, columns]), bias: Tensor(zeros: [columns]))
      let bytes = try ModelFile(Sequential([layer]), inputShape: [200]).bytes()
      let back = try ModelFile(bytes: bytes).layers
      let bits = back.parameters[0].elements.map(\.bitPattern)
      #expect(bits == elements.map(\.bitPattern))
      let kept = elements.count { $0.bitPattern != 0 }
      let each = columns <= 256 ? 5 : 6
      let rest = 4 * 201 + 4 * columns
      if zeros > 0.5 {
        #expect((each * kept + rest..<each * kept + rest + 1000).contains(bytes.count))
      } else {
        #expect(bytes.count > 4 * elements.count)
      }
    }
  }

  @Test func `keeps binary weights in a bit each`() throws {
    let network = Sequential([
      Dense(weight: randomTensor([100, 40], seed: 1), bias: randomTensor([40], seed: 2)), ReLU(),
      Dense(weight: randomTensor([40, 3], seed: 3), bias: randomTensor([3], seed: 4)),
    ])
    let binary = try network.quantizingWeights(with: BinaryQuantizer()).network
    let bytes = try ModelFile(binary, inputShape: [100]).bytes()
    #expect(try ModelFile(bytes: bytes).layers.parameters == binary.parameters)
    // 13 bytes for 100 signs of 40 outputs, 5 for 40 of 3; scales and biases of 4 bytes.
    let stored = 40 * 13 + 3 * 5 + 2 * 4 * 43
    #expect((stored..<stored + 1000).contains(bytes.count))
  }

  @Test(arguments: FashionModel.allCases)
  func `is read where it comes with the project`(kind: FashionModel) throws {
    let file = try ModelFile(contentsOf: "\(projectData)/models/\(kind.rawValue).safetensors")
    #expect(file.inputShape == kind.inputShape)
    #expect(try file.layers.parameters == kind.pretrained(from: shippedData).parameters)
    #expect(file.metadata["seed"] != nil)
  }

  @Test func `is replaced by a model, and nothing else is`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      let file = ModelFile(Sequential([ReLU()]), inputShape: [4])
      try file.save(to: path)
      try file.save(to: path)
      #expect(try ModelFile(contentsOf: path).inputShape == [4])
      for kind in FashionModel.allCases {
        try kind.save(kind.untrained(seed: 1), to: path)
        try file.save(to: path)
      }
      try Data().write(to: URL(filePath: path))
      try file.save(to: path)
      let strangers: [[UInt8]] = [
        Array("dear diary".utf8), Array("x".utf8), [UInt8](repeating: 255, count: 5000),
        SafetensorsFile(tensors: ["w": Tensor([[1]])]).bytes(),
        SafetensorsFile(tensors: [:], metadata: ["format": "pare.checkpoint/1"]).bytes(),
      ]
      for bytes in strangers {
        try Data(bytes).write(to: URL(filePath: path))
        let expected = ModelFileError(path: path, .notReplaced)
        #expect(throws: expected) { try ModelFile.requireReplaceable(path) }
        #expect(throws: expected) { try file.save(to: path) }
        #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == bytes)
      }
      #expect(throws: FileError.self) { try file.save(to: "\(path)/below") }
      #expect(throws: FileError.isFolder(folder.path)) { try file.save(to: folder.path) }
      #expect(throws: FileError.isFolder(folder.path)) {
        try ModelFile(contentsOf: folder.path)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }
  }

  @Test func `is known by whatever path leads to it`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      let (link, other) = ("\(folder.path)/link", "\(folder.path)/other")
      let files = FileManager.default
      try files.createDirectory(atPath: "\(folder.path)/inside", withIntermediateDirectories: false)
      // Before there is a file, and then.
      for isThere in [false, true] {
        if isThere {
          try Data("m".utf8).write(to: URL(filePath: path))
          try Data("m".utf8).write(to: URL(filePath: other))
          try files.createSymbolicLink(atPath: link, withDestinationPath: path)
          #expect(isSameFile(path, link) && !isSameFile(other, link))
        }
        #expect(isSameFile(path, "\(folder.path)/./inside/..//m.safetensors"))
        #expect(
          !isSameFile(path, other) && !isSameFile(path, "\(folder.path)/nowhere/m.safetensors"))
        #expect(!isSameFile("m.safetensors", path) && isSameFile("m.none", "./m.none"))
      }
    }
  }

  @Test func `is not written of what it could not bring back`() throws {
    struct Own: TrainableLayer {
      var parameters: [Tensor] = []
      var parameterNames: [String] { [] }
      func callAsFunction(_ x: Tensor) -> Tensor { x }
      func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
      func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }
      mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
        ForwardPass(output: x) { dY, _ in LayerGradient(input: dY, parameters: []) }
      }
    }
    let inside = Sequential([ReLU(), Residual([ReLU(), Own()])])
    #expect(throws: ModelFileError(.unknownLayer(place: "1.body.1", kind: "Own"))) {
      try ModelFile(inside, inputShape: [4]).bytes()
    }
    func dense(_ value: Float) -> Sequential {
      Sequential([Dense(weight: Tensor([[value]]), bias: Tensor([0], shape: [1]))])
    }
    #expect(throws: ModelFileError(.notFinite(name: "0.weight"))) {
      try ModelFile(dense(.nan), inputShape: [1]).bytes()
    }
    #expect(throws: ModelFileError(.outOfRange(name: "0.weight", format: "FP16"))) {
      try ModelFile(dense(1e5), inputShape: [1], weightFormat: .fp16).bytes()
    }
    #expect(try ModelFile(dense(1e5), inputShape: [1], weightFormat: .bf16).bytes().count > 0)
  }
}
