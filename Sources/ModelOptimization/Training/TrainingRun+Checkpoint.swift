// A checkpoint is a safetensors file. Its tensors:
//   model.NAME              parameters and statistics of the model
//   best.NAME               the same of the best epoch, once there is one
//   optimizer.KIND.NAME     what the optimizer remembers of the parameter
//   constraint.NUMBER       what the constraint remembers, its tensors counted from 0
// Its metadata: the settings, where the run stands, and a line for each epoch that is done.

extension TrainingRun {
  private static var format: String { "pare.checkpoint/1" }
  /// What a checkpoint means that does not name its objective and constraint: it was written when
  /// there were no others.
  private static var earlierValues: [String: String] {
    ["objective": CrossEntropyObjective().name, "constraint": NoConstraint().name]
  }

  /// Writes the run to a file; an older one at the path is replaced as a whole.
  ///
  /// - Throws: `FileError`.
  func save(to path: String) throws {
    var file = SafetensorsFile(tensors: [:], metadata: fixedValues)
    file.add(model, prefix: "model.")
    if let best { file.add(best.model, prefix: "best.") }
    for (kind, memory) in optimizer.state.memories {
      for (name, tensor) in zip(model.parameterNames, memory) {
        file.tensors["optimizer.\(kind).\(name)"] = tensor
      }
    }
    for (number, tensor) in constraint.state.enumerated() {
      file.tensors["constraint.\(number)"] = tensor
    }
    for (name, number) in optimizer.state.numbers {
      file.metadata["optimizer.\(name)"] = "\(number)"
    }
    file.metadata["epochs_done"] = "\(history.count)"
    file.metadata["best_epoch"] = "\(best?.report.epoch ?? 0)"
    file.metadata["steps_done"] = "\(stepsDone)"
    file.metadata["loss_sum"] = "\(lossSum)"
    file.metadata["right_count"] = "\(rightCount)"
    file.metadata["generator"] = "\(generator.state)"
    file.metadata["loss_scale"] = "\(lossScale.value)"
    file.metadata["good_steps"] = "\(lossScale.goodSteps)"
    file.metadata["skipped_steps"] = "\(lossScale.skippedSteps)"
    for report in history { file.metadata["epoch.\(report.epoch)"] = report.line }
    try file.save(to: path)
  }

  /// Takes the run up where a file left it.
  ///
  /// - Throws: `CheckpointError`, `FileError`, `SafetensorsError`.
  mutating func resume(from path: String) throws {
    let reader = CheckpointReader(path: path, file: try SafetensorsFile(contentsOf: path))
    guard reader.file.metadata["format"] == Self.format else {
      throw CheckpointError.notACheckpoint(path)
    }
    // The model first: that another one was trained with other settings goes without saying.
    try reader.read(into: &model, prefix: "model.")
    for (name, asked) in fixedValues.sorted(by: { $0.key < $1.key }) {
      let found = reader.file.metadata[name] ?? Self.earlierValues[name]
      guard found != asked else { continue }
      if name == "data" { throw CheckpointError.otherData(path) }
      throw CheckpointError.otherSetting(path, name: name, checkpoint: found, asked: asked)
    }
    history = try (1..<1 + reader.value("epochs_done", in: 0...settings.epochs)).map { epoch in
      try reader.report(of: epoch)
    }
    let bestEpoch = try reader.value("best_epoch", in: 0...history.count)
    let settledEpochs = (1..<1 + history.count).filter(isSettled(afterEpoch:))
    guard settledEpochs.isEmpty ? bestEpoch == 0 : settledEpochs.contains(bestEpoch) else {
      throw CheckpointError.unreadableValue(path, name: "best_epoch", found: "\(bestEpoch)")
    }
    if bestEpoch > 0 {
      var model = model
      try reader.read(into: &model, prefix: "best.")
      best = (model, history[bestEpoch - 1])
    }
    stepsDone = try reader.value("steps_done", in: 0...stepsPerEpoch)
    lossSum = try reader.number("loss_sum")
    rightCount = try reader.value("right_count", in: 0...training.count)
    generator = SplitMix64(seed: try reader.value("generator", in: 0...UInt64.max))
    lossScale = try reader.lossScale(growthInterval: settings.lossScale.growthInterval)
    // The constraint was applied once when the run was made, so that it has tensors to compare.
    constraint.state = try constraint.state.enumerated().map { number, tensor in
      try reader.tensor("constraint.\(number)", shape: tensor.shape)
    }
    try resumeOptimizer(from: reader)
  }

  private mutating func resumeOptimizer(from reader: CheckpointReader) throws {
    var state = optimizer.state
    for name in state.numbers.keys { state.numbers[name] = try reader.number("optimizer.\(name)") }
    // Before the first step the optimizer remembers nothing of any parameter.
    let hasBegun = reader.file.tensors.keys.contains { $0.hasPrefix("optimizer.") }
    for kind in state.memories.keys where hasBegun {
      state.memories[kind] = try zip(model.parameterNames, model.parameters).map {
        try reader.tensor("optimizer.\(kind).\($0)", shape: $1.shape)
      }
    }
    optimizer.state = state
  }

  /// What must be the same when the run is resumed.
  private var fixedValues: [String: String] {
    var values = settings.names.merging(optimizer.settings) { $1 }
    values["format"] = Self.format
    values["objective"] = objective.name
    values["constraint"] = constraint.name
    values["learning_rate"] = "\(fullLearningRate)"
    let labels = crc32((training.labels + validation.labels).map { UInt8(truncatingIfNeeded: $0) })
    values["data"] = "\(training.count) and \(validation.count) images, labels \(labels)"
    return values
  }
}

/// Reads the values of a checkpoint and believes none of them.
private struct CheckpointReader {
  let path: String
  let file: SafetensorsFile

  func value<Number: FixedWidthInteger>(
    _ name: String, in range: ClosedRange<Number>
  ) throws -> Number {
    let text = file.metadata[name]
    guard let number = text.flatMap({ Number($0) }), range.contains(number) else {
      throw CheckpointError.unreadableValue(path, name: name, found: text)
    }
    return number
  }

  func number(_ name: String) throws -> Float {
    let text = file.metadata[name]
    guard let number = text.flatMap({ Float($0) }), number.isFinite else {
      throw CheckpointError.unreadableValue(path, name: name, found: text)
    }
    return number
  }

  func lossScale(growthInterval: Int) throws -> LossScale {
    let value = try number("loss_scale")
    guard value > 0, value.significand == 1 else {
      throw CheckpointError.unreadableValue(path, name: "loss_scale", found: "\(value)")
    }
    return LossScale(
      value, growthInterval: growthInterval,
      goodSteps: try self.value("good_steps", in: 0...Int.max),
      skippedSteps: try self.value("skipped_steps", in: 0...Int.max))
  }

  func report(of epoch: Int) throws -> EpochReport {
    let name = "epoch.\(epoch)"
    let line = file.metadata[name]
    guard let report = line.flatMap({ EpochReport(line: $0, epoch: epoch) }) else {
      throw CheckpointError.unreadableValue(path, name: name, found: line)
    }
    return report
  }

  func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    guard let tensor = file.tensors[name], tensor.shape == shape else {
      throw CheckpointError.otherModel(
        path, tensor: name, expected: shape, found: file.tensors[name]?.shape)
    }
    guard tensor.isFinite else {
      throw CheckpointError.notFinite(path, tensor: name)
    }
    return tensor
  }

  func read(into model: inout some TrainableLayer, prefix: String) throws {
    let names = model.parameterNames + model.statisticNames
    let expected = Set(names.map { prefix + $0 })
    let others = file.tensors.keys.filter { $0.hasPrefix(prefix) && !expected.contains($0) }
    if let other = others.min(), let tensor = file.tensors[other] {
      throw CheckpointError.otherModel(path, tensor: other, expected: [], found: tensor.shape)
    }
    model.parameters = try zip(model.parameterNames, model.parameters).map {
      try tensor(prefix + $0, shape: $1.shape)
    }
    model.statistics = try zip(model.statisticNames, model.statistics).map {
      try tensor(prefix + $0, shape: $1.shape)
    }
  }
}

extension SafetensorsFile {
  /// Adds the parameters and statistics of a model, by their names.
  mutating func add(_ model: some TrainableLayer, prefix: String = "") {
    for (name, tensor) in zip(model.parameterNames, model.parameters) {
      tensors[prefix + name] = tensor
    }
    for (name, tensor) in zip(model.statisticNames, model.statistics) {
      tensors[prefix + name] = tensor
    }
  }
}

extension EpochReport {
  /// The report as a checkpoint keeps it. A printed float has the digits that tell it from every
  /// other.
  fileprivate var line: String {
    "\(trainingLoss) \(trainingAccuracy) \(validationLoss) \(validationAccuracy)"
  }

  fileprivate init?(line: String, epoch: Int) {
    let numbers = line.split(separator: " ")
    guard numbers.count == 4, let trainingLoss = Float(numbers[0]),
      let trainingAccuracy = Double(numbers[1]), let validationLoss = Float(numbers[2]),
      let validationAccuracy = Double(numbers[3]),
      trainingLoss.isFinite, validationLoss.isFinite, (0...1).contains(trainingAccuracy),
      (0...1).contains(validationAccuracy)
    else { return nil }
    self.init(
      epoch: epoch, trainingLoss: trainingLoss, trainingAccuracy: trainingAccuracy,
      validationLoss: validationLoss, validationAccuracy: validationAccuracy)
  }
}
