import ModelOptimization

/// What pruning made of a network, and what there is to say.
struct LabPruneOutcome {
  var model: Sequential
  var settings: [String: LabSetting]
  var notes: [String]
}

extension LabPruneRecipe {
  /// Prunes a network and trains it on.
  func run(
    on network: Sequential, _ lab: LabCompression, seed: UInt64, checkpoint: CheckpointFile,
    monitor: TrainingMonitor
  ) throws -> LabPruneOutcome {
    if method == .lottery {
      return try runLottery(lab, seed: seed, checkpoint: checkpoint, monitor: monitor)
    }
    let result = try pipeline(for: network, lab, seed: seed).run(
      network, inputShape: lab.model.inputShape, on: lab.training(), validation: lab.validation(),
      checkpoint: checkpoint, monitor: monitor)
    var outcome = LabPruneOutcome(
      model: result.model, settings: settings(lab, seed: seed, best: result.best), notes: [])
    if result.channels.isEmpty {
      describeWeights(of: result.model, in: &outcome)
    } else {
      describe(result.channels, in: &outcome)
    }
    return outcome
  }

  private func pipeline(
    for network: Sequential, _ lab: LabCompression, seed: UInt64
  ) throws -> PruningPipeline {
    let (share, scope) = (chosenSparsity, chosenScope)
    var layers = layerList
    let technique: PruningTechnique
    switch method {
    case .magnitude, .global, .lottery: technique = .magnitude(sparsity: share, scope: scope)
    case .threshold: technique = .threshold(threshold ?? 0)
    case .structured: technique = .channels(sparsity: share, norm: norm, scope: scope)
    case .gradual: technique = .gradual(try PruningSchedule(target: share), scope: scope)
    case .pattern(let pattern):
      technique = .pattern(pattern)
      // Unless layers were named, those that cannot be cut into groups stay dense.
      layers = layers ?? pattern.dividedParameterNames(of: network)
    }
    return PruningPipeline(
      technique, layers: layers, excluding: excludedList,
      fineTuning: trains ? fineTuning(lab, seed: seed) : nil)
  }

  private func fineTuning(_ lab: LabCompression, seed: UInt64) -> FineTuning {
    let kind =
      FashionModel(rawValue: lab.model.name) ?? (lab.model.inputShape == [784] ? .mlp : .cnn)
    var tuning = FineTuning(of: kind, epochs: chosenEpochs, seed: seed)
    tuning.learningRate = learningRate
    return tuning
  }

  private func runLottery(
    _ lab: LabCompression, seed: UInt64, checkpoint: CheckpointFile, monitor: TrainingMonitor
  ) throws -> LabPruneOutcome {
    let kind = lab.options.choice.named ?? .mlp
    let search = LotteryTicket(
      sparsity: chosenSparsity, rounds: rounds, rewindEpochs: rewind, scope: chosenScope,
      layers: layerList, excluding: excludedList, training: fineTuning(lab, seed: seed))
    let result = try search.search(
      from: kind.untrained(seed: seed), inputShape: lab.model.inputShape, on: lab.training(),
      validation: lab.validation(), seed: seed, checkpoint: checkpoint, monitor: monitor,
      begin: { lab.progress.show(["\($0)"], stays: true) })
    let ticket = result.rounds.last { $0.stage == .round(rounds) }
    var outcome = LabPruneOutcome(
      model: result.model, settings: settings(lab, seed: seed, best: ticket?.best), notes: [])
    outcome.settings["rounds"] = .integer(rounds)
    outcome.settings["rewindEpochs"] = .integer(rewind)
    outcome.settings["trainings"] = .list(
      result.rounds.map {
        .record([
          "stage": .text("\($0.stage)"), "sparsity": .number($0.sparsity),
          "validationAccuracy": .number($0.best.validationAccuracy),
        ])
      })
    let words = result.rounds.map {
      "\($0.stage) (\(Figures.percent($0.sparsity)) zeros) "
        + Figures.percent($0.best.validationAccuracy, digits: 2)
    }
    outcome.notes.append(
      "From the same first weights, each trained for \(chosenEpochs) epochs, on the validation "
        + "images: \(words.joined(separator: ", ")).")
    describeWeights(of: result.model, in: &outcome)
    return outcome
  }

  private func settings(
    _ lab: LabCompression, seed: UInt64, best: EpochReport?
  ) -> [String: LabSetting] {
    var settings: [String: LabSetting] = ["method": .text("\(method)"), "epochs": .integer(0)]
    if let threshold {
      settings["threshold"] = .number(Double(threshold))
    } else {
      settings["sparsity"] = .number(chosenSparsity)
    }
    if method != .threshold && method.pattern == nil {
      settings["scope"] = .text(chosenScope.rawValue)
    }
    if method == .structured { settings["norm"] = .text(norm.rawValue) }
    if let best {
      settings["epochs"] = .integer(chosenEpochs)
      settings["seed"] = .integer(Int(clamping: seed))
      settings["learningRate"] = .number(Double(learningRate))
      settings["bestEpoch"] = .integer(best.epoch)
      settings["validationAccuracy"] = .number(best.validationAccuracy)
    }
    return settings
  }

  private func describeWeights(of model: Sequential, in outcome: inout LabPruneOutcome) {
    let report = SparsityReport(model)
    outcome.settings["zeros"] = .integer(report.zeros)
    outcome.settings["weights"] = .integer(report.count)
    outcome.settings["layers"] = .list(
      report.rows.map {
        .record([
          "name": .text($0.name), "zeros": .integer($0.zeros), "count": .integer($0.count),
        ])
      })
    let layers = report.rows.map { "\($0.name) \(Figures.percent($0.sparsity))" }
    outcome.notes.append("Zeros: \(layers.joined(separator: ", ")).")
  }

  private func describe(
    _ channels: [ChannelPruning.Group], in outcome: inout LabPruneOutcome
  ) {
    outcome.settings["layers"] = .list(
      channels.map {
        .record([
          "layers": .list($0.layers.map { .text($0) }), "removed": .integer($0.removed.count),
          "count": .integer($0.count),
        ])
      })
    let layers = channels.map {
      "\($0.removed.count) of \($0.count) in \($0.layers.joined(separator: " and "))"
    }
    outcome.notes.append("Filters and neurons that are gone: \(layers.joined(separator: ", ")).")
  }
}
