import ModelOptimization

/// What is known of a model before or after a technique.
struct LabMeasurement: Encodable {
  /// The share of the test images that are classified right.
  let testAccuracy: Double
  /// How many of them.
  let testCorrect: Int
  /// The bytes of the model's file.
  let bytesOnDisk: Int
  /// The weights and biases, and how many of them are not zero.
  let parameters, nonzeroParameters: Int
  /// Those of one image.
  let multiplyAccumulates: Int
  /// Of whole calls, for each batch.
  let latencies: [BatchLatency]

  struct BatchLatency: Encodable {
    let batch: Int
    let milliseconds: LatencyFigures
  }

  /// The batches whose latency is measured.
  static let batches = [1, 32]
  /// Turns that the two models take; a machine that slows down slows both.
  private static let rounds = 10

  /// Measures two models, in turn where it is about time.
  static func both(
    before: (model: LabModel, bytes: Int), after: (model: LabModel, bytes: Int),
    test: FashionMNIST, options: LabCompressionOptions, progress: ProgressLine
  ) throws -> (before: LabMeasurement, after: LabMeasurement) {
    let models = [before, after]
    let correct = try models.map { model, _ in
      progress.show("classifying the test images")
      let session = try model.session(
        batch: 250, threads: max(options.threads, availableCores()))
      return zip(test.predictions(of: session), test.labels).count { $0 == $1 }
    }
    var latencies: [[BatchLatency]] = [[], []]
    for batch in batches {
      progress.show("measuring a batch of \(batch)")
      let calls = try models.map { model, _ in
        let session = try model.session(batch: batch, threads: options.threads)
        let images = test.images(0..<batch, shape: model.inputShape)
        return { _ = session(images) }
      }
      for (index, latency) in inTurn(calls, repetitions: options.repetitions).enumerated() {
        latencies[index].append(
          BatchLatency(batch: batch, milliseconds: LatencyFigures(latency)))
      }
    }
    let both = models.indices.map { index in
      let (model, bytes) = models[index]
      return LabMeasurement(
        testAccuracy: Double(correct[index]) / Double(test.count), testCorrect: correct[index],
        bytesOnDisk: bytes, parameters: model.file.parameterCount,
        nonzeroParameters: model.file.nonzeroParameterCount,
        multiplyAccumulates: model.file.multiplyAccumulates,
        latencies: latencies[index])
    }
    return (both[0], both[1])
  }

  /// What is to be said where a p90 comes from too few calls.
  static func noteOnFewCalls(_ measurements: [LabMeasurement]) -> String? {
    LatencyFigures.noteOnFewCalls(
      measurements.flatMap { $0.latencies.map(\.milliseconds.repetitions) }.min() ?? 0)
  }

  /// Times calls in turn: some of the first, some of the second, the first again.
  private static func inTurn(_ calls: [() -> Void], repetitions: Int?) -> [Latency] {
    let efforts = calls.map { LabRepetitions(asked: repetitions, seconds: 1, call: $0) }
    var samples = calls.map { _ in [Duration]() }
    for round in 0..<rounds {
      for (index, call) in calls.enumerated() {
        let count = efforts[index].repetitions
        let share = count * (round + 1) / rounds - count * round / rounds
        guard share > 0 else { continue }
        let latency = measureLatency(
          warmUp: round == 0 ? efforts[index].warmUp : 1, repetitions: share, call)
        samples[index] += latency.samples
      }
    }
    return samples.map { Latency(samples: $0) }
  }
}
