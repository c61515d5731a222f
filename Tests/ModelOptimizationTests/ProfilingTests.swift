import ModelOptimization
import Testing

@Suite struct `A profile of a model` {
  /// 100 GFLOP/s; 100 GB/s up to 1,000 bytes, 10 GB/s beyond.
  let roof = Roofline(
    threads: 1, peakGigaFLOPs: 100,
    levels: [
      .init(name: "L1", bytes: 1000, gigabytesPerSecond: 100),
      .init(name: "memory", bytes: nil, gigabytesPerSecond: 10),
    ])

  private func measurement(
    _ name: String, kind: String = "dense", operations: Int, weightBytes: Int = 0,
    activationBytes: Int = 0, nanoseconds: [Int]
  ) -> OperatorMeasurement {
    OperatorMeasurement(
      name: name, kind: kind, outputShape: [10], multiplyAccumulates: operations / 2,
      floatingPointOperations: operations, weightBytes: weightBytes,
      activationBytes: activationBytes, times: nanoseconds.map { .nanoseconds($0) })
  }

  private func profile(
    batch: Int, roofline: Roofline? = nil, whole: Int = 1000, _ measurements: OperatorMeasurement...
  ) -> ModelProfile {
    ModelProfile(
      batch: batch, latency: Latency(samples: [.nanoseconds(whole)]), measurements: measurements,
      roofline: roofline ?? roof)
  }

  @Test func `sets each operator against the arithmetic or the bytes`() {
    let profile = profile(
      batch: 2,
      measurement(
        "a", operations: 10_000, weightBytes: 400, activationBytes: 50, nanoseconds: [400]),
      measurement(
        "b", operations: 100, weightBytes: 500, activationBytes: 200, nanoseconds: [90, 10, 36]))
    let (a, b) = (profile.operators[0], profile.operators[1])

    // Twice 10,000 operations at 100 a nanosecond: 200 ns; the 500 bytes would take 5.
    #expect(a.floatingPointOperations == 20_000 && a.multiplyAccumulates == 10_000)
    #expect(a.bytesMoved == 400 + 2 * 50)
    #expect(a.shortestTime == .nanoseconds(200))
    #expect(a.arithmeticIntensity == 40)
    #expect(a.gigaFLOPs == 50 && a.attainableGigaFLOPs == 100)
    #expect(a.shareOfAttainable == 0.5)

    // 200 operations take 2 ns; 900 bytes at 100 a nanosecond take 9.
    #expect(b.bytesMoved == 900 && b.shortestTime == .nanoseconds(9))
    #expect(b.latency.median == .nanoseconds(36) && b.shareOfAttainable == 0.25)
    #expect(abs(b.attainableGigaFLOPs - 200.0 / 9) < 1e-9)

    #expect(a.share == 400.0 / 436 && abs(a.share + b.share - 1) < 1e-12)
    #expect(profile.throughput == 2e6 && profile.threads == 1)
  }

  @Test func `takes weights from where the whole model fits`() {
    // 400 bytes would fit the cache; the model's 1,100 do not. Activations still do.
    let profile = profile(
      batch: 1,
      measurement("a", operations: 1, weightBytes: 400, activationBytes: 100, nanoseconds: [41]),
      measurement("b", operations: 1, weightBytes: 700, nanoseconds: [140]))
    #expect(profile.operators[0].shortestTime == .nanoseconds(41))
    #expect(profile.operators[0].shareOfAttainable == 1)
    #expect(profile.operators[1].shareOfAttainable == 0.5)
  }

  @Test func `shares out the call among operators that ran side by side`() {
    let two = Roofline(threads: 2, peakGigaFLOPs: 200, levels: roof.levels)
    // 1,500 ns of two threads in a call of 1,000: each operator's part is two thirds.
    let side = profile(
      batch: 8, roofline: two, measurement("a", operations: 1, nanoseconds: [900]),
      measurement("b", operations: 1, nanoseconds: [600]))
    let parts = side.operators.map { $0.latency.median / .nanoseconds(1) }
    #expect(abs(parts[0] - 600) < 1e-6 && abs(parts[1] - 400) < 1e-6)
    #expect(side.operators[0].share == 0.6)
    // One after the other they need no such thing.
    let after = profile(
      batch: 8, roofline: two, measurement("a", operations: 1, nanoseconds: [700]))
    #expect(after.operators[0].latency.median == .nanoseconds(700))
  }

  @Test(arguments: [
    ("integer dense", OperatorProfile.Excess.integers),
    ("integer convolution", .integers), ("dynamic integer dense", .integers),
    ("dense with integer weights", .nearness), ("dense", .nearness), ("convolution", .winograd),
    ("depthwise convolution", .nearness), ("sparse dense", .zeros),
    ("block-sparse convolution", .zeros),
  ])
  func `says what lets an operator be above its roof`(
    kind: String, excess: OperatorProfile.Excess
  ) {
    // 10,000 operations take 100 ns at least by the roof.
    let profile = profile(
      batch: 1, measurement("a", kind: kind, operations: 10_000, nanoseconds: [50]),
      measurement("b", kind: kind, operations: 10_000, nanoseconds: [100]))
    #expect(profile.operators.map(\.excess) == [excess, nil])
  }

  @Test func `has zeros, not NaN, where nothing was done in no time`() {
    let profile = profile(batch: 1, whole: 0, measurement("a", operations: 0, nanoseconds: [0]))
    let part = profile.operators[0]
    #expect(part.share == 0 && part.gigaFLOPs == 0 && part.attainableGigaFLOPs == 0)
    #expect(part.arithmeticIntensity == 0 && part.shareOfAttainable == 0)
  }

  @Test(arguments: FashionModel.allCases, [1, 2])
  func `is measured of a session`(model: FashionModel, threads: Int) {
    let network = model.untrained(seed: 3)
    let session = InferenceSession(
      network, inputShape: model.inputShape, maximumBatch: 4, threads: threads)
    let images = Tensor(zeros: [3] + model.inputShape)
    let profile = session.profile(
      images, warmUp: 1, repetitions: 5,
      roofline: Roofline(threads: threads, peakGigaFLOPs: 100, levels: roof.levels))

    #expect(profile.batch == 3 && profile.threads == threads)
    #expect(profile.latency.samples.count == 5 && profile.latency.minimum > .zero)
    #expect(profile.operators.map(\.name) == session.model.operators.map(\.name))
    #expect(profile.operators.allSatisfy { $0.latency.samples.count == 5 })
    #expect(abs(profile.operators.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    // What the operators count is what the layers count.
    let cost = ModelCost(network, inputShape: model.inputShape)
    #expect(
      profile.operators.reduce(0) { $0 + $1.multiplyAccumulates } == 3 * cost.multiplyAccumulates)
    #expect(
      profile.operators.allSatisfy { $0.floatingPointOperations >= 2 * $0.multiplyAccumulates })
  }
}

@Suite struct `A sweep over batches` {
  /// Batches with the time of a call in milliseconds.
  private func sweep(_ times: [(Int, Int)]) -> BatchSweep {
    BatchSweep(
      times.map { .init(batch: $0.0, latency: Latency(samples: [.milliseconds($0.1)])) })
  }

  @Test func `has its knee where throughput stops growing`() {
    // 1000, 2000, 4000, 4200 and 4000 a second: nine tenths of 4200 are 3780.
    let sweep = sweep([(42, 10), (1, 1), (4, 2), (16, 4), (64, 16)])
    #expect(sweep.points.map(\.batch) == [1, 4, 16, 42, 64])
    #expect(sweep.points.map(\.throughput) == [1000, 2000, 4000, 4200, 4000])
    #expect(sweep.best?.batch == 42)
    #expect(sweep.knee() == .at(sweep.points[2]))
    #expect(sweep.knee(share: 1) == .at(sweep.points[3]))
  }

  @Test func `says where it ends before its knee, or begins behind it`() {
    let growing = sweep([(1, 1), (2, 1), (4, 1)])
    #expect(growing.knee() == .beyond(growing.points[2]))
    let flat = sweep([(1, 1), (2, 2), (4, 4)])
    #expect(flat.knee() == .atStart(flat.points[0]))
    #expect(sweep([(8, 1)]).knee() == .unknown)
    #expect(sweep([]).knee() == .unknown && sweep([]).best == nil)
  }
}
