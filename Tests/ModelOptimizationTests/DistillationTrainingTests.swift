import ModelOptimization
import Testing

@Suite struct `A student` {
  let training: FashionMNIST
  let validation: FashionMNIST

  init() throws {
    training = try FashionMNIST.training(count: 600, from: shippedData)
    validation = try FashionMNIST.validation(count: 200, from: shippedData)
  }

  static func network(hidden: Int = 16, seed: UInt64 = 4) -> Sequential {
    var generator = SplitMix64(seed: seed)
    return Sequential([
      Dense(inputs: 784, outputs: hidden, using: &generator), ReLU(),
      Dense(inputs: hidden, outputs: 10, using: &generator),
    ])
  }

  @Test func `comes to answer as its teacher does`() throws {
    let teacher = Teacher(
      try FashionModel.cnn.pretrained(from: shippedData), inputShape: [28, 28, 1], name: "cnn")
    let objective = try DistillationObjective(
      teachers: [teacher], loss: DistillationLoss(temperature: 4, alpha: 0.9))
    func distance(_ model: Sequential) -> Float {
      objective.loss(
        output: model(validation.images), images: validation.images, labels: validation.labels
      ).value
    }
    let begin = Self.network()
    let settings = TrainingSettings(epochs: 3, batchSize: 64)
    func run() throws -> TrainingResult<Sequential> {
      try distill(
        begin, towards: objective, on: training, validation: validation, inputShape: [784],
        optimizer: Adam(learningRate: 0.003), settings: settings)
    }
    let result = try run()
    #expect(distance(result.model) < 0.5 * distance(begin))
    // What the teacher remembers changes no bit.
    #expect(try run().model.parameters == result.model.parameters)
    let alone = try train(
      begin, on: training, validation: validation, inputShape: [784],
      optimizer: Adam(learningRate: 0.003), settings: settings)
    #expect(distance(result.model) < distance(alone.model))
  }

  @Test func `that comes with the project knows nearly what its teacher knows`() throws {
    let student = try FashionStudent.compact.pretrained(from: shippedData)
    let test = try FashionMNIST.test(from: shippedData)
    let session = InferenceSession(
      PreparedModel(student, inputShape: FashionStudent.compact.inputShape), maximumBatch: 250)
    var predictions: [Int] = []
    for start in stride(from: 0, to: test.count, by: 250) {
      let images = test.images.rows(start..<start + 250)
      predictions += argmax(
        session(images.reshaped(to: [250] + FashionStudent.compact.inputShape)))
    }
    #expect(accuracy(of: predictions, labels: test.labels) > 0.92)
    #expect(throws: DatasetError.self) {
      try FashionStudent.dense.pretrained(from: shippedData)
    }
  }

  @Test func `with features has PyTorch's loss and gradients`() throws {
    let test = try #require(DistillationCase.table).features
    let student = Sequential([
      Dense(weight: test.student[0].tensor, bias: test.student[1].tensor), ReLU(),
      Dense(weight: test.student[2].tensor, bias: test.student[3].tensor),
    ])
    let teacher = Sequential([
      Dense(weight: test.teacher[0].tensor, bias: test.teacher[1].tensor), ReLU(),
      Dense(weight: test.teacher[2].tensor, bias: test.teacher[3].tensor),
    ])
    let pair = try FeatureDistillation(
      of: student, layer: 0, inputShape: [6], from: teacher, layer: 0, teacherInputShape: [6],
      objective: DistillationObjective(
        teachers: [Teacher(teacher, inputShape: [6], name: "a")],
        loss: DistillationLoss(temperature: test.temperature, alpha: test.alpha)),
      weight: test.weight)
    var network = pair.student
    #expect(network.parameters.map(\.shape) == test.student.map(\.shape))
    #expect(
      network.parameterNames == [
        "0.weight", "0.bias", "2.weight", "2.bias", "projection.0.weight", "projection.0.bias",
      ])
    network.parameters = test.student.map(\.tensor)
    var generator = SplitMix64(seed: 1)
    let x = test.input.tensor
    let pass = network.forward(x, using: &generator)
    #expect(pass.output.shape == [5, 4 + 3])
    #expect(network(x) == student(x))
    #expect(pair.objective.logits(of: pass.output) == student(x))
    let loss = pair.objective.loss(output: pass.output, images: x, labels: test.labels)
    #expect(abs(Double(loss.value) - test.value) < 1e-5)
    let gradients = pass.backward(loss.gradient, false).parameters
    for (gradient, expected) in zip(gradients, test.gradients) {
      #expect(largestError(gradient, expected) < 1e-5)
    }
    #expect(network.network.parameters == student.parameters)
  }

  @Test func `learns from features of other sizes, and loses the projection`() throws {
    var generator = SplitMix64(seed: 8)
    let student = Sequential([
      Conv2D(inputs: 1, outputs: 4, size: 3, padding: 1, using: &generator), BatchNorm(channels: 4),
      ReLU(), MaxPool2D(size: 4), Flatten(), Dense(inputs: 196, outputs: 10, using: &generator),
    ])
    let cnn = try FashionModel.cnn.pretrained(from: shippedData)
    let objective = try DistillationObjective(
      teachers: [Teacher(cnn, inputShape: [28, 28, 1], name: "cnn")], loss: DistillationLoss())
    // The student's 28×28×4 against the teacher's 14×14×32.
    let pair = try FeatureDistillation(
      of: student, layer: 2, inputShape: [28, 28, 1], from: cnn, layer: 2,
      teacherInputShape: [28, 28, 1], objective: objective, weight: 0.5)
    #expect("\(pair.student.projection)".contains("AveragePool2D(2×2"))
    #expect("\(pair.student.projection)".contains("Conv2D(4 → 32, 1×1)"))
    let result = try train(
      pair.student, on: training.prefix(200), validation: validation.prefix(50),
      inputShape: [28, 28, 1], optimizer: Adam(learningRate: 0.01),
      settings: TrainingSettings(epochs: 3, batchSize: 32), objective: pair.objective)
    #expect(result.epochs[2].trainingLoss < result.epochs[0].trainingLoss)
    let network = result.model.network
    #expect(network.parameterNames == student.parameterNames)
    #expect(network.statistics != student.statistics)
    #expect(objective.name != pair.objective.name)

    func refusal(layer: Int, teacherLayer: Int, weight: Float = 1) -> String {
      do throws(DistillationError) {
        _ = try FeatureDistillation(
          of: student, layer: layer, inputShape: [28, 28, 1], from: cnn, layer: teacherLayer,
          teacherInputShape: [28, 28, 1], objective: objective, weight: weight)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal(layer: 2, teacherLayer: 7).contains("[28, 28, 4] cannot be compared"))
    #expect(refusal(layer: 5, teacherLayer: 2).contains("the layers 0 to 4"))
    #expect(refusal(layer: 2, teacherLayer: 99).contains("the layers 0 to 9"))
    #expect(refusal(layer: 2, teacherLayer: 2, weight: -1).contains("from 0 on"))
  }

  @Test func `is compared with its teacher at the deepest layers that match`() throws {
    let cnn = FashionModel.cnn.untrained(seed: 1)
    func layers(_ student: FashionStudent, _ teacher: FashionModel) throws -> [Int] {
      let found = try FeatureDistillation.matchingLayers(
        of: student.untrained(seed: 1), inputShape: student.inputShape,
        and: teacher.untrained(seed: 1), inputShape: teacher.inputShape)
      return [found.student, found.teacher]
    }
    // 7×7×64 on both sides; then the last hidden rows.
    #expect(try layers(.compact, .cnn) == [10, 5])
    #expect(try layers(.dense, .mlp) == [3, 3])
    #expect(try layers(.dense, .cnn) == [3, 8])
    #expect(throws: DistillationError.self) {
      try FeatureDistillation.matchingLayers(
        of: Sequential([Flatten()]), inputShape: [28, 28, 1], and: cnn, inputShape: [28, 28, 1])
    }
  }

  @Test func `is born again from itself`() throws {
    let technique = try SelfDistillation(generations: 2, loss: DistillationLoss())
    var generations: [Int] = []
    let results = try technique.run(
      untrained: { Self.network(seed: $0) }, on: training, validation: validation,
      inputShape: [784], optimizer: Adam(), settings: TrainingSettings(epochs: 2, batchSize: 64),
      monitor: {
        generations.append($0); return TrainingMonitor()
      })
    #expect(generations == [0, 1, 2])
    #expect(results.count == 3)
    #expect(results[0].model.parameters != results[1].model.parameters)
    // A trained one to begin with takes the place of the first.
    let later = try technique.run(
      from: results[0].model, untrained: { Self.network(seed: $0) }, on: training,
      validation: validation, inputShape: [784], optimizer: Adam(),
      settings: TrainingSettings(epochs: 2, batchSize: 64))
    #expect(later.map(\.model.parameters) == results.dropFirst().map(\.model.parameters))
    #expect(throws: DistillationError.noGeneration(0)) {
      try SelfDistillation(generations: 0, loss: DistillationLoss())
    }
  }
}
