import Foundation
import ModelOptimization
import Testing

@Suite struct `The multilayer perceptron` {
  @Test func `that comes with the project is right on 8,972 of 10,000 test images`() throws {
    let model = try MultilayerPerceptron.pretrained(from: shippedData)
    #expect(model.layers.map(\.weight.shape) == [[784, 256], [256, 128], [128, 10]])
    #expect(model.parameterCount == 235_146)
    #expect(model.multiplyAccumulates(batch: 2) == 2 * 234_752)

    let test = try FashionMNIST.test(from: shippedData)
    let predictions = argmax(model(test.images))
    let right = zip(predictions, test.labels).count { $0 == $1 }
    // Counted with numpy in double precision from the same file; the two largest scores of no
    // image are closer than 0.0003, which rounding does not reach.
    #expect(right == 8972)
    #expect(accuracy(of: predictions, labels: test.labels) >= 0.885)
  }

  @Test func `that comes with the project says how it was trained`() throws {
    let file = try SafetensorsFile(contentsOf: "\(projectData)/models/mlp.safetensors")
    #expect(file.metadata["seed"] == "1")
    #expect(file.metadata["epochs"] == "15")
    #expect(file.metadata["validation_accuracy"] == "0.9005")
  }

  @Test func `gives an image the same scores alone as in a batch`() throws {
    let model = try MultilayerPerceptron.pretrained(from: shippedData)
    let images = try FashionMNIST.test(count: 5, from: shippedData).images
    let logits = model(images)
    #expect(logits.shape == [5, 10])
    for row in 0..<5 {
      #expect(model(images.rows(row..<row + 1)) == logits.rows(row..<row + 1))
    }
  }

  @Test func `applies ReLU between its layers and not behind the last`() {
    let model = MultilayerPerceptron(layers: [
      Dense(weight: Tensor([[1, -1]]), bias: Tensor([0, 0], shape: [2])),
      Dense(weight: Tensor([[1], [2]]), bias: Tensor([-5], shape: [1])),
    ])
    // From 3: the hidden units are 3 and -3, of which ReLU leaves 3 and 0; 3 - 5 is -2.
    // From -3: they are -3 and 3, of which ReLU leaves 0 and 3; 6 - 5 is 1.
    #expect(model(Tensor([[3], [-3]])).elements == [-2, 1])
  }

  @Test func `comes back from a file as it was saved`() throws {
    try withTemporaryFolder { folder in
      var generator = SplitMix64(seed: 8)
      let model = MultilayerPerceptron(sizes: [5, 4, 3], using: &generator)
      let path = folder.appending(path: "m.safetensors").path
      try model.save(to: path, metadata: ["seed": "8"])
      #expect(try MultilayerPerceptron(contentsOf: path) == model)
      #expect(try SafetensorsFile(contentsOf: path).metadata == ["seed": "8"])
    }
  }

  @Test func `refuses a file of something else, and says what does not fit`() throws {
    let (weight, bias) = ("layers.0.weight", "layers.0.bias")
    let (weight1, bias1) = ("layers.1.weight", "layers.1.bias")
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      let cases: [([String: [Int]], ModelFileError.Problem)] = [
        ([:], .missingTensor(name: weight)),
        ([weight: [2, 3]], .missingTensor(name: bias)),
        ([weight: [2, 3], bias: [3], "conv": [1]], .unexpectedTensor(name: "conv")),
        (
          [weight: [6], bias: [3]],
          .wrongShape(name: weight, found: [6], expected: "[inputs, outputs]")
        ),
        (
          [weight: [0, 3], bias: [3]],
          .wrongShape(name: weight, found: [0, 3], expected: "[inputs, outputs]")
        ),
        (
          [weight: [2, 3], bias: [2]],
          .wrongShape(name: bias, found: [2], expected: "[3]")
        ),
        (
          [weight: [2, 3], bias: [3], weight1: [2, 3], bias1: [3]],
          .wrongShape(name: weight1, found: [2, 3], expected: "[3, outputs]")
        ),
      ]
      for (shapes, expected) in cases {
        try SafetensorsFile(tensors: shapes.mapValues { Tensor(zeros: $0) }).save(to: path)
        let error = #expect(throws: ModelFileError.self) {
          try MultilayerPerceptron(contentsOf: path)
        }
        #expect(error?.problem == expected && error?.path == path)
      }
    }
  }

  @Test func `refuses numbers that are none, and integers`() throws {
    let shapes = ["layers.0.weight": [2, 3], "layers.0.bias": [3]]
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      for (name, shape) in shapes {
        for value in [Float.nan, .infinity, -.infinity] {
          var tensors = shapes.mapValues { Tensor(zeros: $0) }
          var elements = tensors[name]?.elements ?? []
          elements[1] = value
          tensors[name] = Tensor(elements, shape: shape)
          try SafetensorsFile(tensors: tensors).save(to: path)
          let expected = ModelFileError(path: path, .notFinite(name: name))
          #expect(throws: expected) { try MultilayerPerceptron(contentsOf: path) }
          #expect(throws: expected) { try ModelFile(contentsOf: path) }
        }
        var file = SafetensorsFile(tensors: shapes.mapValues { Tensor(zeros: $0) })
        let count = file.tensors.removeValue(forKey: name)?.count ?? 0
        file.rawTensors[name] = RawTensor([Int32](repeating: 1, count: count), shape: shape)
        try file.save(to: path)
        let problem = ModelFileError.Problem.wrongType(
          name: name, found: "I32", expected: "F32, F16 or BF16")
        #expect(throws: ModelFileError(path: path, problem)) { try ModelFile(contentsOf: path) }
      }
    }
  }
}
