import Foundation
import ModelOptimization
import Testing

/// Half the cross-entropy and half the pull of every score to zero.
private struct GentleObjective: TrainingObjective {
  var name: String { "gentle" }

  func loss(
    output: Tensor, images: Tensor, labels: [Int]
  ) -> (value: Float, gradient: Tensor) {
    let zeros = Tensor(zeros: output.shape)
    let slopes = Tensor.crossEntropyGradient(logits: output, labels: labels)
    let pulls = meanSquaredErrorGradient(output, zeros)
    let gradient = zip(slopes.elements, pulls.elements).map { 0.5 * ($0 + $1) }
    return (
      0.5 * (crossEntropy(logits: output, labels: labels) + meanSquaredError(output, zeros)),
      Tensor(gradient, shape: output.shape)
    )
  }
}

/// Zeros for the smallest weights of the first matrix: more of them from step to step, and once
/// chosen for ever.
private struct GrowingMask: ParameterConstraint {
  var state: [Tensor] = []
  var settledStep = 0
  var name: String { "growing mask" }

  mutating func apply(
    to parameters: inout [Tensor], names: [String], step: Int, of steps: Int
  ) {
    if state.isEmpty {
      state = [
        Tensor([Float](repeating: 1, count: parameters[0].count), shape: parameters[0].shape)
      ]
    }
    let share = 0.9 * min(1, Double(step) / Double(max(1, settledStep)))
    var mask = state[0].elements
    var elements = parameters[0].elements
    // Only every fourth step chooses, so that the steps between depend on what is remembered.
    if step % 4 == 0 {
      let order = elements.indices.sorted {
        mask[$0] * abs(elements[$0]) < mask[$1] * abs(elements[$1])
      }
      for index in order.prefix(Int(share * Double(order.count))) { mask[index] = 0 }
    }
    for index in elements.indices { elements[index] *= mask[index] }
    parameters[0] = Tensor(elements, shape: parameters[0].shape)
    state[0] = Tensor(mask, shape: parameters[0].shape)
  }

  func isSettled(step: Int, of steps: Int) -> Bool { step >= settledStep }
}

/// Writes its calls into the first bias, where they can be read afterwards.
private struct CountingConstraint: ParameterConstraint {
  var name: String { "counting" }

  func apply(to parameters: inout [Tensor], names: [String], step: Int, of steps: Int) {
    guard let bias = names.firstIndex(of: "0.bias") else { return }
    parameters[bias] = Tensor([Float(step), Float(steps)], shape: [2])
  }
}

@Suite struct `A training objective and a constraint` {
  let training: FashionMNIST
  let validation: FashionMNIST

  init() throws {
    training = try FashionMNIST.training(count: 300, from: shippedData)
    validation = try FashionMNIST.validation(count: 100, from: shippedData)
  }

  static let settings = TrainingSettings(epochs: 4, batchSize: 64, schedule: .cosine)

  func network(hidden: Int = 24) -> Sequential {
    var generator = SplitMix64(seed: 4)
    return Sequential([
      Dense(inputs: 784, outputs: hidden, using: &generator), ReLU(),
      Dense(inputs: hidden, outputs: 10, using: &generator),
    ])
  }

  func run(
    settings: TrainingSettings = settings, objective: some TrainingObjective,
    constraint: some ParameterConstraint, hidden: Int = 24, checkpoint: CheckpointFile? = nil,
    stopAfter steps: Int = .max
  ) throws -> TrainingResult<Sequential> {
    var taken = 0
    return try train(
      network(hidden: hidden), on: training, validation: validation, optimizer: Adam(),
      settings: settings, objective: objective, constraint: constraint, checkpoint: checkpoint,
      monitor: TrainingMonitor(step: { _ in taken += 1 }, shouldStop: { taken >= steps }))
  }

  @Test func `that are the usual ones change nothing`() throws {
    let usual = try train(
      network(), on: training, validation: validation, optimizer: Adam(), settings: Self.settings)
    let named = try run(objective: CrossEntropyObjective(), constraint: NoConstraint())
    #expect(named.model.parameters == usual.model.parameters)
    #expect(named.epochs == usual.epochs)
    let other = try run(objective: GentleObjective(), constraint: NoConstraint())
    #expect(other.model.parameters != usual.model.parameters)
    #expect(other.epochs[3].trainingLoss < other.epochs[0].trainingLoss)
  }

  // An epoch of 300 images has 5 steps.
  @Test func `are applied before the first step and after each, a left out one included`() throws {
    let result = try run(
      objective: CrossEntropyObjective(), constraint: CountingConstraint(), hidden: 2)
    let step = result.model.parameters[1].elements[0]
    #expect(step == Float(5 * result.best.epoch))
    #expect(result.model.parameters[1].elements == [step, 20])

    var half = Self.settings
    half.precision = .fp16
    // So large a scale that the first steps overflow.
    half.lossScale = LossScale(0x1p40)
    let rounded = try run(
      settings: half, objective: CrossEntropyObjective(), constraint: CountingConstraint(),
      hidden: 2)
    #expect(rounded.skippedSteps > 0)
    #expect(rounded.model.parameters[1].elements == [Float(5 * rounded.best.epoch), 20])
  }

  @Test func `let only settled epochs win`() throws {
    let result = try run(
      objective: CrossEntropyObjective(), constraint: GrowingMask(settledStep: 16))
    #expect(result.best.epoch == 4)
    let weight = result.model.parameters[0]
    #expect(weight.elements.count { $0 == 0 } >= Int(0.9 * Double(weight.count)))
  }

  @Test(arguments: [[1], [5], [7], [2, 6, 3], [19]])
  func `resume to the same bits, wherever the run was stopped`(stops: [Int]) throws {
    let constraint = GrowingMask(settledStep: 16)
    let whole = try run(objective: GentleObjective(), constraint: constraint)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.checkpoint").path
      for (number, steps) in stops.enumerated() {
        #expect(throws: TrainingError.self) {
          try run(
            objective: GentleObjective(), constraint: constraint,
            checkpoint: CheckpointFile(path, isResumed: number > 0), stopAfter: steps)
        }
      }
      let resumed = try run(
        objective: GentleObjective(), constraint: constraint,
        checkpoint: CheckpointFile(path, isResumed: true))
      #expect(resumed.model.parameters == whole.model.parameters)
      #expect(resumed.best == whole.best)
      #expect(resumed.epochs == whole.epochs)
    }
  }

  @Test func `that are others are refused by a checkpoint`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.checkpoint").path
      let resumed = CheckpointFile(path, isResumed: true)
      let mask = GrowingMask(settledStep: 16)
      #expect(throws: TrainingError.self) {
        try run(
          objective: GentleObjective(), constraint: mask, checkpoint: CheckpointFile(path),
          stopAfter: 6)
      }
      #expect(
        throws: CheckpointError.otherSetting(
          path, name: "objective", checkpoint: "gentle", asked: "cross-entropy")
      ) {
        try run(objective: CrossEntropyObjective(), constraint: mask, checkpoint: resumed)
      }
      #expect(
        throws: CheckpointError.otherSetting(
          path, name: "constraint", checkpoint: "growing mask", asked: "none")
      ) {
        try run(objective: GentleObjective(), constraint: NoConstraint(), checkpoint: resumed)
      }
      // What it remembers is believed no more than the rest.
      var file = try SafetensorsFile(contentsOf: path)
      file.tensors["constraint.0"] = nil
      try file.save(to: path)
      #expect(
        throws: CheckpointError.otherModel(
          path, tensor: "constraint.0", expected: [784, 24], found: nil)
      ) {
        try run(objective: GentleObjective(), constraint: mask, checkpoint: resumed)
      }
    }
  }

  @Test func `that a checkpoint does not name are the usual ones`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.checkpoint").path
      let resumed = CheckpointFile(path, isResumed: true)
      #expect(throws: TrainingError.self) {
        try run(
          objective: CrossEntropyObjective(), constraint: NoConstraint(),
          checkpoint: CheckpointFile(path), stopAfter: 6)
      }
      var file = try SafetensorsFile(contentsOf: path)
      #expect(file.metadata.removeValue(forKey: "objective") == "cross-entropy")
      #expect(file.metadata.removeValue(forKey: "constraint") == "none")
      try file.save(to: path)
      #expect(throws: CheckpointError.self) {
        try run(objective: GentleObjective(), constraint: NoConstraint(), checkpoint: resumed)
      }
      let whole = try run(objective: CrossEntropyObjective(), constraint: NoConstraint())
      let rest = try run(
        objective: CrossEntropyObjective(), constraint: NoConstraint(), checkpoint: resumed)
      #expect(rest.model.parameters == whole.model.parameters)
    }
  }
}
