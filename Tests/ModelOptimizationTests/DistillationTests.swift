import ModelOptimization
import Testing

/// One loss in `Fixtures/distillation.json`, as PyTorch computes it; see `make_distillation.py`.
struct DistillationCase: Decodable, CustomTestStringConvertible {
  var temperature, alpha: Float
  var weights: [Float]
  var teachers: [Expected]
  var student, targets, gradient: Expected
  var labels: [Int]
  var value: Double

  var testDescription: String { "T \(temperature), α \(alpha), \(weights.count) teachers" }

  struct Features: Decodable {
    var temperature, alpha, weight: Float
    var input: Expected
    var labels: [Int]
    var student, teacher, gradients: [Expected]
    var value: Double
  }

  struct Table: Decodable {
    var losses: [DistillationCase]
    var features: Features
  }

  static let table: Table? = {
    do {
      return try Fixture.table("distillation.json", as: Table.self)
    } catch {
      Issue.record(error)
      return nil
    }
  }()
}

@Suite struct `A distillation loss` {
  @Test(arguments: DistillationCase.table?.losses ?? [])
  func `and its gradient are PyTorch's`(_ test: DistillationCase) throws {
    let loss = try DistillationLoss(temperature: test.temperature, alpha: test.alpha)
    let targets = loss.softTargets(of: test.teachers.map(\.tensor), weights: test.weights)
    // The elements are below 10, of 24 bits each, and sums have a handful of terms.
    #expect(largestError(targets, test.targets) < 1e-6)
    let (value, gradient) = loss(
      student: test.student.tensor, targets: targets, labels: test.labels)
    #expect(abs(Double(value) - test.value) < 1e-5 * max(1, test.value))
    #expect(largestError(gradient, test.gradient) < 1e-5)
  }

  @Test(arguments: [Float(1), 2.5, 6])
  func `has the gradient that its own slope is`(temperature: Float) throws {
    let loss = try DistillationLoss(temperature: temperature, alpha: 0.7)
    let student = randomTensor([3, 5], seed: 1)
    let targets = loss.softTargets(of: [randomTensor([3, 5], seed: 2)])
    let labels = [4, 0, 2]
    let gradient = loss(student: student, targets: targets, labels: labels).gradient
    for index in 0..<student.count {
      func value(_ step: Float) -> Float {
        var elements = student.elements
        elements[index] += step
        return loss(
          student: Tensor(elements, shape: [3, 5]), targets: targets, labels: labels
        ).value
      }
      // A hundredth to each side: rounding 1e-6 / 0.02, bending 0.01² / 6 of a third slope near 1.
      let slope = (value(0.01) - value(-0.01)) / 0.02
      #expect(abs(slope - gradient.elements[index]) < 2e-4)
    }
  }

  @Test func `without a teacher's share is the cross-entropy, whatever the teacher says`() throws {
    let loss = try DistillationLoss(temperature: 3, alpha: 0)
    let student = randomTensor([3, 5], seed: 1)
    let targets = loss.softTargets(of: [randomTensor([3, 5], seed: 2)])
    let (value, gradient) = loss(student: student, targets: targets, labels: [1, 2, 3])
    #expect(value == crossEntropy(logits: student, labels: [1, 2, 3]))
    #expect(gradient == .crossEntropyGradient(logits: student, labels: [1, 2, 3]))
  }

  @Test func `is zero for a student that says what a sure teacher says`() throws {
    let loss = try DistillationLoss(temperature: 1, alpha: 1)
    // 200 apart: the others' probabilities are 0 in 32 bits, and 0 · log 0 counts as 0.
    let logits = Tensor([[200, 0, -200]])
    let (value, gradient) = loss(
      student: logits, targets: loss.softTargets(of: [logits]), labels: [0])
    #expect(value == 0)
    #expect(gradient.elements == [0, 0, 0])
  }

  @Test func `means the probabilities of several teachers, not their scores`() throws {
    let loss = try DistillationLoss(temperature: 1, alpha: 1)
    let sure = Tensor([[100, 0]])
    let other = Tensor([[-1, 1]])
    let mean = loss.softTargets(of: [sure, other])
    let expected = 0.5 + 0.5 / (1 + 7.389056)
    #expect(abs(Double(mean[0, 0]) - expected) < 1e-6)
  }

  @Test func `refuses temperatures and shares that make no sense`() {
    for temperature in [0, -1, .infinity, .nan] as [Float] {
      #expect { try DistillationLoss(temperature: temperature) } throws: { error in
        "\(error)".hasPrefix("The temperature is \(temperature).")
      }
    }
    for alpha in [-0.1, 1.1, .nan] as [Float] {
      #expect { try DistillationLoss(alpha: alpha) } throws: { "\($0)".contains("is \(alpha).") }
    }
  }
}

@Suite struct `A teacher` {
  func network(outputs: Int = 10, seed: UInt64 = 4) -> Sequential {
    var generator = SplitMix64(seed: seed)
    return Sequential([
      Conv2D(inputs: 1, outputs: 4, size: 3, stride: 2, padding: 1, using: &generator), ReLU(),
      Flatten(), Dense(inputs: 784, outputs: outputs, using: &generator),
    ])
  }

  @Test func `answers the same bits, remembered or not, for images of any shape`() throws {
    let images = try FashionMNIST.training(count: 150, from: shippedData).images
    let forgetful = Teacher(network(), inputShape: [28, 28, 1], name: "a", capacity: 0)
    let teacher = Teacher(network(), inputShape: [28, 28, 1], name: "a", capacity: 100)
    let expected = forgetful.logits(of: images)
    #expect(teacher.logits(of: images) == expected)
    #expect(teacher.logits(of: images.reshaped(to: [150, 28, 28, 1])) == expected)
    // In another order, with the hundred that are remembered among others.
    let order = Array((50..<150).reversed())
    #expect(teacher.logits(of: images.rows(at: order)) == expected.rows(at: order))
    let own = network()(images.reshaped(to: [150, 28, 28, 1]))
    #expect(zip(own.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func `is called by its weights, too`() {
    let shape = [28, 28, 1]
    let name = Teacher(network(), inputShape: shape, name: "a").name
    #expect(name == Teacher(network(), inputShape: shape, name: "a").name)
    #expect(name != Teacher(network(seed: 5), inputShape: shape, name: "a").name)
  }

  @Test func `refuses a student with other classes or other images`() throws {
    let teacher = Teacher(network(), inputShape: [28, 28, 1], name: "a")
    let objective = try DistillationObjective(
      teachers: [teacher], loss: DistillationLoss())
    try objective.check(network(seed: 9), inputShape: [28, 28, 1])
    #expect(
      throws: DistillationError.otherClasses(student: 7, teacher: 10, name: "a")
    ) { try objective.check(network(outputs: 7), inputShape: [28, 28, 1]) }
    var generator = SplitMix64(seed: 1)
    let small = Dense(inputs: 16, outputs: 10, using: &generator)
    #expect(
      throws: DistillationError.otherImages(
        student: [16], teacher: [28, 28, 1], name: "a")
    ) { try objective.check(small, inputShape: [16]) }
  }

  @Test func `needs company that fits, and weights that do`() throws {
    let loss = try DistillationLoss()
    let teacher = Teacher(network(), inputShape: [28, 28, 1], name: "a")
    let other = Teacher(network(outputs: 7), inputShape: [28, 28, 1], name: "b")
    #expect(throws: DistillationError.noTeacher) {
      try DistillationObjective(teachers: [], loss: loss)
    }
    #expect(
      throws: DistillationError.otherClasses(student: 10, teacher: 7, name: "b")
    ) { try DistillationObjective(teachers: [teacher, other], loss: loss) }
    for weights in [[1], [1, 0], [1, .nan], [1, 1, 1]] as [[Float]] {
      #expect(throws: DistillationError.self) {
        try DistillationObjective(teachers: [teacher, teacher], weights: weights, loss: loss)
      }
    }
    let two = try DistillationObjective(
      teachers: [teacher, teacher], weights: [1, 3], loss: loss)
    #expect(two.name.contains("× 3.0, temperature 4.0, alpha 0.9"))
  }
}
