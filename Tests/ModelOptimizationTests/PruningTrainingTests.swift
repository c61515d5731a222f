import Foundation
import ModelOptimization
import Testing

@Suite struct `Pruning and training` {
  let training: FashionMNIST
  let validation: FashionMNIST
  let dense: Sequential

  init() throws {
    training = try FashionMNIST.training(count: 800, from: shippedData)
    validation = try FashionMNIST.validation(count: 400, from: shippedData)
    var generator = SplitMix64(seed: 1)
    let model = MultilayerPerceptron(sizes: [784, 24, 10], using: &generator).sequential
    dense = try train(
      model, on: training, validation: validation, optimizer: Adam(),
      settings: TrainingSettings(epochs: 4, batchSize: 50)
    ).model
  }

  func tuning(epochs: Int = 2, seed: UInt64 = 1) -> FineTuning {
    FineTuning(
      settings: TrainingSettings(epochs: epochs, batchSize: 50, seed: seed), learningRate: 0.001)
  }

  func run(
    _ technique: PruningTechnique, epochs: Int? = 2, seed: UInt64 = 1,
    checkpoint: CheckpointFile? = nil, monitor: TrainingMonitor = TrainingMonitor()
  ) throws -> PruningResult {
    try PruningPipeline(
      technique, fineTuning: epochs.map { tuning(epochs: $0, seed: seed) }
    ).run(
      dense, inputShape: [784], on: training, validation: validation, checkpoint: checkpoint,
      monitor: monitor)
  }

  func validationAccuracy(_ model: Sequential) -> Double {
    accuracy(of: argmax(model(validation.images)), labels: validation.labels)
  }

  /// The smallest magnitudes of each layer go; momentum and averages were large when they did.
  @Test(arguments: ["sgd", "adam", "adamW"])
  func `no optimizer brings a weight back`(name: String) throws {
    let mask = try PruningMask(magnitudesOf: dense, sparsity: 0.8)
    let settings = TrainingSettings(epochs: 1, batchSize: 50)
    func trained(_ optimizer: some Optimizer) throws -> Sequential {
      try train(
        dense, on: training, validation: validation, optimizer: optimizer, settings: settings,
        constraint: MaskConstraint(mask)
      ).model
    }
    let model =
      switch name {
      case "sgd": try trained(SGD(learningRate: 0.01, momentum: 0.9, isNesterov: true))
      case "adam": try trained(Adam(weightDecay: 0.01))
      default: try trained(AdamW(weightDecay: 0.1))
      }
    #expect(mask.applied(to: model).parameters == model.parameters)
    #expect(model.parameters != mask.applied(to: dense).parameters)
    #expect(SparsityReport(model).zeros == mask.zeroCount)
  }

  @Test func `raises the sparsity step by step, exactly, and never lets a weight return`() throws {
    let schedule = try PruningSchedule(target: 0.9, begin: 0.1, end: 0.6, interval: 3)
    var constraint = try GradualPruning(of: dense, schedule: schedule, scope: .global)
    var parameters = dense.parameters
    let names = dense.parameterNames
    let count = SparsityReport(dense).count
    var last: [Float: Int] = [:]
    var gone = PruningMask(kept: [:])
    for step in 0...40 {
      // What an optimizer might do: every weight moves, removed or not.
      if step > 0 {
        for index in parameters.indices {
          let shape = parameters[index].shape
          let noise = randomTensor(shape, seed: UInt64(step * 10 + index)).elements
          parameters[index] = Tensor(
            zip(parameters[index].elements, noise).map { $0 + $1 / 100 }, shape: shape)
        }
      }
      constraint.apply(to: &parameters, names: names, step: step, of: 40)
      let pruned = step < 24 ? step / 3 * 3 : 24
      let share = schedule.sparsity(at: Double(pruned) / 40) ?? 0
      #expect(constraint.mask.zeroCount == Int((share * Double(count)).rounded()))
      #expect(constraint.isSettled(step: step, of: 40) == (step >= 24))
      for (name, list) in gone.kept {
        #expect(zip(list, constraint.mask.kept[name] ?? []).allSatisfy { $0 || !$1 })
      }
      gone = constraint.mask
      last[Float(step)] = constraint.mask.zeroCount
      var model = dense
      model.parameters = parameters
      #expect(SparsityReport(model).zeros >= constraint.mask.zeroCount)
      #expect(constraint.mask.applied(to: model).parameters == parameters)
    }
    #expect(last[40] == Int((0.9 * Double(count)).rounded()))
    #expect(constraint.state.map(\.count) == [784 * 24, 240])
  }

  @Test func `keeps the best epoch of those at the full sparsity`() throws {
    let schedule = try PruningSchedule(target: 0.95, end: 0.5, interval: 4)
    let result = try run(.gradual(schedule, scope: .global), epochs: 4)
    let report = SparsityReport(result.model)
    #expect(report.zeros == Int((0.95 * Double(report.count)).rounded()))
    let best = try #require(result.best)
    #expect(best.epoch >= 2)
    let settled = result.epochs.filter { $0.epoch >= 2 }.map(\.validationAccuracy)
    #expect(best.validationAccuracy == settled.max())
    #expect(validationAccuracy(result.model) == best.validationAccuracy)
    // 5 % of the weights are enough for what 800 images teach.
    #expect(best.validationAccuracy > validationAccuracy(dense) - 0.05)
  }

  @Test func `of every kind gives the stated zeros`() throws {
    let half = Int((0.5 * Double(SparsityReport(dense).count)).rounded())
    for technique in [
      PruningTechnique.magnitude(sparsity: 0.5, scope: .local),
      .magnitude(sparsity: 0.5, scope: .global), .pattern(try SparsityPattern(kept: 2, of: 4)),
    ] {
      #expect(SparsityReport(try run(technique, epochs: 1).model).zeros == half)
      let plain = try run(technique, epochs: nil)
      #expect(plain.best == nil && plain.epochs.isEmpty)
      #expect(SparsityReport(plain.model).zeros == half)
    }
    let small = try run(.channels(sparsity: 0.5, norm: .l2, scope: .local), epochs: 1)
    #expect(small.channels.map(\.removed.count) == [12])
    #expect(small.model.parameters.map(\.shape) == [[784, 12], [12], [12, 10], [10]])
    #expect(validationAccuracy(small.model) > 0.6)
    let below = try run(.threshold(0.01), epochs: 1)
    #expect(
      SparsityReport(below.model).zeros == (try PruningMask(of: dense, below: 0.01)).zeroCount)
    #expect(throws: PruningError.needsTraining("Gradual pruning")) {
      try run(.gradual(PruningSchedule(target: 0.5), scope: .local), epochs: nil)
    }
  }

  @Test func `goes on after an interruption to the same weights`() throws {
    let schedule = try PruningSchedule(target: 0.9, end: 0.75, interval: 5)
    for technique in [
      PruningTechnique.gradual(schedule, scope: .global),
      .channels(sparsity: 0.5, norm: .l1, scope: .local),
    ] {
      let whole = try run(technique, epochs: 3, seed: 4)
      try withTemporaryFolder { folder in
        let path = folder.appending(path: "run.checkpoint").path
        // Between two prunings, in the second epoch of 16 steps.
        var steps = 0
        #expect(throws: TrainingError.interrupted(epoch: 2, step: 7, checkpoint: path)) {
          try run(
            technique, epochs: 3, seed: 4, checkpoint: CheckpointFile(path),
            monitor: TrainingMonitor(
              step: { _ in steps += 1 }, shouldStop: { steps == 23 }))
        }
        let parts = try run(
          technique, epochs: 3, seed: 4, checkpoint: CheckpointFile(path, isResumed: true))
        #expect(parts.model.parameters == whole.model.parameters)
        #expect(parts.epochs == whole.epochs)
      }
    }
  }

  @Test func `a schedule that is none is refused`() throws {
    for (begin, end, interval) in [(0.5, 0.5, 1), (-0.1, 0.5, 1), (0, 1.1, 1), (0, 1, 0)] {
      #expect(throws: PruningError.self) {
        try PruningSchedule(target: 0.5, begin: begin, end: end, interval: interval)
      }
    }
    for target in [1, -1, .nan] {
      #expect(throws: PruningError.self) { try PruningSchedule(target: target) }
    }
    #expect(throws: PruningError.layerEmptied("2.weight", count: 240)) {
      try GradualPruning(of: dense, schedule: PruningSchedule(target: 0.999), scope: .local)
    }
  }

  @Test func `a scan shows what each layer costs alone`() throws {
    var seen: [String] = []
    let scan = try PruningSensitivity(
      of: dense, inputShape: [784], on: validation, sparsities: [0, 0.5, 0.999],
      progress: { seen.append($0.layer) })
    #expect(scan.baseline == validationAccuracy(dense))
    #expect(scan.rows.map(\.layer) == ["0", "2"] && seen == ["0", "2"])
    #expect(scan.rows.map(\.count) == [784 * 24, 240])
    for row in scan.rows {
      #expect(row.accuracies[0] == scan.baseline)
      let mask = try PruningMask(magnitudesOf: dense, sparsity: 0.5, layers: [row.layer])
      #expect(row.accuracies[1] == validationAccuracy(mask.applied(to: dense)))
    }
    #expect(scan.rows[1].accuracies[2] == nil)
    let channels = try PruningSensitivity(
      of: dense, inputShape: [784], on: validation, unit: .channels(.l1), sparsities: [0.5])
    #expect(channels.rows.map(\.layer) == ["0"] && channels.rows.map(\.count) == [24])
  }

  // MARK: Lottery tickets

  func search(
    _ ticket: LotteryTicket, checkpoint: CheckpointFile? = nil,
    monitor: TrainingMonitor = TrainingMonitor(), begin: (LotteryTicket.Stage) -> Void = { _ in }
  ) throws -> LotteryTicket.Result {
    var generator = SplitMix64(seed: 9)
    return try ticket.search(
      from: MultilayerPerceptron(sizes: [784, 24, 10], using: &generator).sequential,
      inputShape: [784], on: training, validation: validation, checkpoint: checkpoint,
      monitor: monitor, begin: begin)
  }

  @Test func `a ticket learns from its first weights better than one drawn by chance`() throws {
    let ticket = LotteryTicket(
      sparsity: 0.98, rounds: 3, scope: .global, training: tuning(epochs: 3))
    var stages: [LotteryTicket.Stage] = []
    let result = try search(ticket, begin: { stages.append($0) })
    #expect(stages == LotteryTicket.stages(rounds: 3, rewindEpochs: 0))
    #expect(result.rounds.map(\.stage) == stages)
    // The same share of what is left, three times: 1 - 0.02^(1/3) = 0.7286 and so on.
    for (round, expected) in zip(result.rounds, [0, 0.72856, 0.92632, 0.98, 0.98]) {
      #expect(abs(round.sparsity - expected) < 1e-4)
    }
    #expect(result.mask.applied(to: result.model).parameters == result.model.parameters)
    let (chosen, random) = (result.rounds[3].best, result.rounds[4].best)
    #expect(validationAccuracy(result.model) == chosen.validationAccuracy)
    #expect(chosen.validationAccuracy > random.validationAccuracy + 0.02)
  }

  @Test func `a search goes on after an interruption to the same ticket`() throws {
    let ticket = LotteryTicket(
      sparsity: 0.8, rounds: 2, rewindEpochs: 1, training: tuning(epochs: 1))
    let whole = try search(ticket)
    #expect(whole.rounds.map(\.stage) == [.round(0), .round(1), .round(2), .random])
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "lottery").path
      #expect(throws: FileError.missing("\(path).beginning")) {
        try search(ticket, checkpoint: CheckpointFile(path, isResumed: true))
      }
      var steps = 0
      #expect(throws: TrainingError.interrupted(epoch: 1, step: 8, checkpoint: path)) {
        try search(
          ticket, checkpoint: CheckpointFile(path),
          monitor: TrainingMonitor(step: { _ in steps += 1 }, shouldStop: { steps == 40 }))
      }
      steps = 0
      let parts = try search(
        ticket, checkpoint: CheckpointFile(path, isResumed: true),
        monitor: TrainingMonitor(step: { _ in steps += 1 }))
      // 5 trainings of 16 steps, half of which were done.
      #expect(steps == 40)
      #expect(parts.model.parameters == whole.model.parameters)
      #expect(parts.rounds == whole.rounds)
    }
  }

  @Test func `a search that makes no sense is refused`() throws {
    for (sparsity, rounds, layers) in [(1, 2, nil), (0.5, 0, nil), (0.5, 1, ["7"])]
      as [(Double, Int, [String]?)]
    {
      #expect(throws: PruningError.self) {
        try search(
          LotteryTicket(
            sparsity: sparsity, rounds: rounds, layers: layers, training: tuning(epochs: 1)))
      }
    }
  }
}
