import Foundation
import ModelOptimization
import Testing

@Suite struct `A checkpoint` {
  let training: FashionMNIST
  let validation: FashionMNIST

  init() throws {
    training = try FashionMNIST.training(count: 300, from: shippedData)
    validation = try FashionMNIST.validation(count: 100, from: shippedData)
  }

  static let settings = TrainingSettings(
    epochs: 3, batchSize: 64, schedule: .warmUp(share: 0.1, then: .cosine),
    augmentation: Augmentation(maximumShift: 1, mirrors: true))

  /// A network with everything that a checkpoint must keep: a batch norm's statistics, and the
  /// chances of dropout.
  func network(hidden: Int = 24) -> Sequential {
    var generator = SplitMix64(seed: 4)
    return Sequential([
      Dense(inputs: 784, outputs: hidden, using: &generator), BatchNorm(channels: hidden),
      ReLU(), Dropout(rate: 0.2), Dense(inputs: hidden, outputs: 10, using: &generator),
    ])
  }

  func run(
    _ optimizer: some Optimizer = AdamW(), hidden: Int = 24,
    settings: TrainingSettings = settings, data: FashionMNIST? = nil,
    checkpoint: CheckpointFile? = nil, stopAfter steps: Int = .max
  ) throws -> TrainingResult<Sequential> {
    var taken = 0
    return try train(
      network(hidden: hidden), on: data ?? training, validation: validation,
      optimizer: optimizer, settings: settings, checkpoint: checkpoint,
      monitor: TrainingMonitor(
        step: { _ in taken += 1 }, shouldStop: { taken >= steps }))
  }

  /// Stops a run after some steps, resumes it, and compares the outcome with a run in one go.
  func compare(
    _ optimizer: some Optimizer, settings: TrainingSettings = settings, stopAfter stops: [Int]
  ) throws {
    let whole = try run(optimizer, settings: settings)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.checkpoint").path
      for (number, steps) in stops.enumerated() {
        let file = CheckpointFile(path, isResumed: number > 0)
        #expect(throws: TrainingError.self) {
          try run(optimizer, settings: settings, checkpoint: file, stopAfter: steps)
        }
      }
      let resumed = try run(
        optimizer, settings: settings, checkpoint: CheckpointFile(path, isResumed: true))
      #expect(resumed.model.parameters == whole.model.parameters)
      #expect(resumed.model.statistics == whole.model.statistics)
      #expect(resumed.best == whole.best)
      #expect(resumed.epochs == whole.epochs)
      #expect(resumed.skippedSteps == whole.skippedSteps)
      // One more time: there is nothing left to do.
      let again = try run(
        optimizer, settings: settings, checkpoint: CheckpointFile(path, isResumed: true),
        stopAfter: 0)
      #expect(again.model.parameters == whole.model.parameters)
    }
  }

  // An epoch of 300 images has 5 steps.
  @Test(arguments: [[5], [3], [1, 1], [7, 3], [14]])
  func `resumes to the same bits, wherever the run was stopped`(stops: [Int]) throws {
    try compare(AdamW(learningRate: 0.003), stopAfter: stops)
  }

  @Test func `resumes with every optimizer and precision`() throws {
    try compare(Adam(), stopAfter: [6])
    try compare(SGD(learningRate: 0.05, momentum: 0.9, isNesterov: true), stopAfter: [6])
    var half = Self.settings
    half.precision = .fp16
    half.lossScale = LossScale(0x1p24, growthInterval: 4)
    try compare(SGD(learningRate: 0.05), settings: half, stopAfter: [2, 6])
  }

  @Test func `is there after each epoch, and nothing beside it`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.checkpoint").path
      let file = CheckpointFile(path)
      let whole = try run(checkpoint: file)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run.checkpoint"])
      let contents = try SafetensorsFile(contentsOf: path)
      #expect(contents.metadata["epochs_done"] == "3")
      #expect(contents.tensors["best.0.weight"] == whole.model.parameters[0])
      #expect(contents.tensors["best.1.running_mean"] == whole.model.statistics[0])

      try FileManager.default.removeItem(atPath: path)
      let onlyAtTheEnd = CheckpointFile(path, isWrittenEachEpoch: false)
      _ = try run(checkpoint: onlyAtTheEnd)
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(
        throws: TrainingError.interrupted(epoch: 2, step: 2, checkpoint: path)
      ) { try run(checkpoint: onlyAtTheEnd, stopAfter: 7) }
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  /// What is thrown when a damaged, or somebody else's, checkpoint is resumed from.
  func refusal(
    settings: TrainingSettings = settings, optimizer: some Optimizer = AdamW(),
    hidden: Int = 24, data: FashionMNIST? = nil, damage: (String) throws -> Void = { _ in }
  ) throws -> String {
    var text = ""
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "run.checkpoint").path
      #expect(throws: TrainingError.self) {
        try run(checkpoint: CheckpointFile(path), stopAfter: 6)
      }
      try damage(path)
      do {
        _ = try run(
          optimizer, hidden: hidden, settings: settings, data: data,
          checkpoint: CheckpointFile(path, isResumed: true))
      } catch {
        #expect(error is CheckpointError || error is SafetensorsError || error is FileError)
        text = "\(error)"
        #expect(text.hasPrefix(path))
      }
    }
    return text
  }

  @Test func `of another model is refused`() throws {
    let text = try refusal(hidden: 25)
    #expect(text.contains("a checkpoint of another model"))
    #expect(text.contains("\"model.0.weight\" has the shape [784, 24], not [784, 25]"))
  }

  @Test func `with other settings is refused`() throws {
    var settings = Self.settings
    settings.epochs = 4
    #expect(
      try refusal(settings: settings).contains("begun with epochs 3, and now 4 is asked for"))
    #expect(
      try refusal(optimizer: SGD(learningRate: 0.001)).contains("begun with"))
    #expect(
      try refusal(optimizer: AdamW(learningRate: 0.1)).contains(
        "begun with learning_rate 0.001, and now 0.1 is asked for"))
  }

  @Test func `with other images is refused`() throws {
    #expect(try refusal(data: training.prefix(299)).contains("begun with other images"))
  }

  @Test func `that was cut short is refused, wherever it ends`() throws {
    for share in [0.0, 0.001, 0.3, 0.999] {
      let text = try refusal { path in
        let bytes = try Data(contentsOf: URL(filePath: path))
        try bytes.prefix(Int(Double(bytes.count) * share)).write(to: URL(filePath: path))
      }
      #expect(text.contains("The file is damaged or of another format"))
    }
    #expect(
      try refusal { try FileManager.default.removeItem(atPath: $0) }.contains("no such file"))
  }

  /// Changes something in a checkpoint and writes it again.
  func refusal(_ change: @escaping (inout SafetensorsFile) -> Void) throws -> String {
    try refusal(damage: { path in
      var file = try SafetensorsFile(contentsOf: path)
      change(&file)
      try file.save(to: path)
    })
  }

  @Test func `with values that make no sense is refused`() throws {
    #expect(try refusal { $0.metadata = [:] }.contains("not a checkpoint"))
    for name in [
      "epochs_done", "best_epoch", "steps_done", "loss_sum", "right_count", "generator",
      "loss_scale", "good_steps",
      "skipped_steps", "epoch.1", "optimizer.beta1_power",
    ] {
      for value in [nil, "", "-1", "nan", "9999999999999999999999", "1e99"] as [String?] {
        // These are numbers that the value can have.
        if ["loss_sum", "optimizer.beta1_power"].contains(name),
          value?.first == "9" || value == "-1"
        {
          continue
        }
        let text = try refusal { $0.metadata[name] = value }
        #expect(text.contains("the checkpoint's value \"\(name)\""), "\(value ?? "nil")")
      }
    }
  }

  @Test func `with tensors that do not fit, or with NaN in them, is refused`() throws {
    #expect(
      try refusal { $0.tensors["optimizer.mean.0.bias"] = nil }.contains(
        "\"optimizer.mean.0.bias\" is missing"))
    #expect(try refusal { $0.tensors["model.9.weight"] = Tensor([[1]]) }.contains("9.weight"))
    let broken = try refusal {
      $0.tensors["best.0.bias"] = Tensor(
        [Float](repeating: .nan, count: 24), shape: [24])
    }
    #expect(broken.contains("holds numbers that are not finite"))
  }
}
