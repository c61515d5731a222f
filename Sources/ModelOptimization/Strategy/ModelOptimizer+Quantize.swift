extension ModelOptimizer {
  /// Weights and activations become integers of 8 bits; where that costs more than a tenth of a
  /// point, the network is trained with the rounding, too.
  func quantize(_ run: inout OptimizationRun, _ school: School) throws {
    try run.perform(.quantize) { run in
      let network = try run.networkFile().floatingPointNetwork()
      return OptimizationRun.Product(
        name: "INT8, weights per channel",
        file: ModelFile(
          try QuantizedModel(
            network, inputShape: school.inputShape, calibration: school.calibration)))
    }
    guard let rounded = run.entry(of: .quantize)?.figures,
      let before = run.networkEntry.figures, rounded.accuracy < before.accuracy - 0.001
    else { return }
    try run.perform(.tune) { run in
      let network = try run.networkFile().floatingPointNetwork()
      let twin = try QuantizationAwareModel(
        network, settings: .int8, calibration: school.calibration)
      let trained = try school.train(
        twin, epochs: epochs.tuning, learningRate: 0.0003,
        checkpoint: run.checkpoint(of: .tune), monitor: run.monitor.training)
      return OptimizationRun.Product(
        name: "INT8, trained with the rounding",
        file: ModelFile(
          try CalibratedModel(trained, inputShape: school.inputShape)
            .quantized(QuantizationConfiguration(format: .int8))))
    }
  }

  /// Batch norms become a part of the weights before them.
  func fuse(_ run: inout OptimizationRun) throws {
    try run.perform(.fuse) { run in
      let file = try run.currentFile()
      guard case .network(let network) = file.model else {
        return OptimizationRun.Product(
          name: "nothing to fuse", note: "the integers hold norms and activations already.")
      }
      let fused = network.foldingBatchNorms()
      guard fused.layers.count < network.layers.count else {
        return OptimizationRun.Product(
          name: "nothing to fuse", note: "there is no batch norm behind weights.")
      }
      return OptimizationRun.Product(
        name: "batch norms in the weights",
        file: ModelFile(fused, inputShape: file.inputShape))
    }
  }
}
