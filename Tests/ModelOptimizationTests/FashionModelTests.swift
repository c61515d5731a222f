import Foundation
import ModelOptimization
import Testing

@Suite struct `A model of the project` {
  @Test func `has the parameters and the operations that it claims`() {
    let facts: [FashionModel: (parameters: Int, multiplyAccumulates: Int)] = [
      .mlp: (235_146, 234_752), .cnn: (1_663_370, 12_273_152), .depthwise: (54_346, 3_579_456),
    ]
    for kind in FashionModel.allCases {
      let model = kind.untrained(seed: 1)
      #expect(model.parameterCount == facts[kind]?.parameters)
      let shape = [1] + kind.inputShape
      #expect(model.outputShape(for: shape) == [1, 10])
      #expect(
        model.multiplyAccumulates(for: shape) == facts[kind]?.multiplyAccumulates)
    }
  }

  @Test(arguments: FashionModel.allCases)
  func `gives an image the same scores alone as in a batch`(kind: FashionModel) throws {
    let images = try FashionMNIST.test(count: 5, from: shippedData).images
    let model = kind.untrained(seed: 3)
    let scores = model(images.reshaped(to: [5] + kind.inputShape))
    #expect(scores.shape == [5, 10])
    for row in 0..<5 {
      let alone = model(images.rows(row..<row + 1).reshaped(to: [1] + kind.inputShape))
      #expect(alone == scores.rows(row..<row + 1))
    }
    #expect(kind.untrained(seed: 3).parameters == model.parameters)
    #expect(kind.untrained(seed: 4).parameters != model.parameters)
  }

  @Test(arguments: FashionModel.allCases)
  func `comes back from a file as it was saved`(kind: FashionModel) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      let model = kind.untrained(seed: 8)
      try kind.save(model, to: path, metadata: ["seed": "8"], format: .fp32)
      let back = try kind.load(from: path)
      #expect(back.parameters == model.parameters)
      #expect(back.statistics == model.statistics)
      #expect(try SafetensorsFile(contentsOf: path).metadata["seed"] == "8")

      try kind.save(model, to: path, format: .fp16)
      let half = try kind.load(from: path)
      #expect(half.parameters == model.parameters.map { StorageFormat.fp16.rounded($0) })
    }
  }

  /// The images that PyTorch finds right with the weights of the same file; the two largest scores
  /// of an image are further apart than rounding reaches.
  @Test(arguments: [(FashionModel.mlp, 8972), (.cnn, 9260), (.depthwise, 9133)])
  func `that is shipped is right on so many of 10,000 test images`(
    kind: FashionModel, expected: Int
  ) throws {
    let model = try kind.pretrained(from: shippedData)
    let test = try FashionMNIST.test(from: shippedData)
    let predictions = withThreads(2) {
      argmax(model.logits(of: test.images, inputShape: kind.inputShape))
    }
    #expect(zip(predictions, test.labels).count { $0 == $1 } == expected)
  }

  @Test func `of dense layers is the same in both of its types`() throws {
    let perceptron = try MultilayerPerceptron.pretrained(from: shippedData)
    let network = try FashionModel.mlp.pretrained(from: shippedData)
    #expect(network.parameters == perceptron.parameters)
    let images = try FashionMNIST.test(count: 3, from: shippedData).images
    #expect(network(images) == perceptron(images))
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      try FashionModel.mlp.save(network, to: path)
      #expect(try MultilayerPerceptron(contentsOf: path) == perceptron)
    }
  }

  /// Saves the depthwise net, changes something in the file, and says why it is refused.
  func refusal(
    as kind: FashionModel = .depthwise, _ change: (inout SafetensorsFile) -> Void
  ) throws -> WeightsError.Problem? {
    var problem: WeightsError.Problem?
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      try FashionModel.depthwise.save(FashionModel.depthwise.untrained(seed: 1), to: path)
      var file = try SafetensorsFile(contentsOf: path)
      change(&file)
      try file.save(to: path)
      let error = #expect(throws: WeightsError.self) { try kind.load(from: path) }
      problem = error?.problem
      #expect(error?.description.hasPrefix("\(path): ") == true)
    }
    return problem
  }

  @Test func `is refused when the file is of another model, or lacks something`() throws {
    #expect(
      try refusal(as: .cnn) { _ in } == .otherModel(expected: "cnn", found: "depthwise"))
    #expect(
      try refusal { $0.tensors["0.weight"] = nil } == .missingTensor(name: "0.weight"))
    #expect(
      try refusal { $0.tensors["1.running_mean"] = nil } == .missingTensor(name: "1.running_mean"))
    #expect(
      try refusal { $0.tensors["99.weight"] = Tensor([[1]]) }
        == .unexpectedTensor(name: "99.weight"))
    #expect(
      try refusal { $0.tensors["0.weight"] = Tensor([[1]]) }
        == .wrongShape(name: "0.weight", found: [1, 1], expected: [32, 1, 3, 3]))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `is refused when a weight is not finite`(value: Float) throws {
    let problem = try refusal { file in
      var elements = file.tensors["0.weight"]?.elements ?? []
      elements[100] = value
      file.tensors["0.weight"] = Tensor(elements, shape: [32, 1, 3, 3])
    }
    #expect(problem == .notFinite(name: "0.weight"))
  }

  @Test func `is refused when its file was cut short`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      try FashionModel.depthwise.save(FashionModel.depthwise.untrained(seed: 1), to: path)
      let bytes = try Data(contentsOf: URL(filePath: path))
      for length in [0, 7, 100, bytes.count / 2, bytes.count - 1] {
        try bytes.prefix(length).write(to: URL(filePath: path))
        #expect(throws: SafetensorsError.self) { try FashionModel.depthwise.load(from: path) }
      }
    }
  }
}
