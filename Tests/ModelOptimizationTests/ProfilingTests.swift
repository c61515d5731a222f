import ModelOptimization
import Testing

@Suite struct `A latency` {
  @Test func `has the percentiles of the nearest rank`() {
    // The times 1 to 100 in disorder: the p-th percentile is p.
    let hundred = Latency(samples: (1...100).map { .microseconds($0 * 37 % 101) })
    #expect(hundred.minimum == .microseconds(1))
    #expect(hundred.p90 == .microseconds(90))
    #expect(hundred.p99 == .microseconds(99))
    #expect(hundred.percentile(100) == .microseconds(100))
    #expect(hundred.percentile(0.1) == .microseconds(1))
    #expect((1...100).allSatisfy { hundred.percentile(Double($0)) == .microseconds($0) })
  }

  @Test func `takes its median between the two middle times where there are two`() {
    #expect(Latency(samples: [.seconds(4), .seconds(1), .seconds(2)]).median == .seconds(2))
    #expect(Latency(samples: [.seconds(4), .seconds(1)]).median == .milliseconds(2500))
    let one = Latency(samples: [.seconds(3)])
    #expect(one.median == .seconds(3) && one.p99 == .seconds(3))
  }

  @Test func `describes itself in microseconds`() {
    let latency = Latency(samples: [.nanoseconds(31_240), .nanoseconds(31_240)])
    #expect("\(latency)" == "median 31.2 µs, p90 31.2 µs, p99 31.2 µs, 2 runs")
  }

  @Test func `is measured after a warm-up that does not count`() {
    var runs = 0
    let latency = measureLatency(warmUp: 3, repetitions: 5) { runs += 1 }
    #expect(runs == 8)
    #expect(latency.samples.count == 5)
    #expect(latency.samples == latency.samples.sorted())
    #expect(latency.minimum >= .zero)
  }

  @Test func `covers the work and passes its errors on`() {
    let clock = ContinuousClock()
    let latency = measureLatency(warmUp: 0, repetitions: 3) {
      let end = clock.now + .milliseconds(2)
      while clock.now < end {}
    }
    #expect(latency.minimum >= .milliseconds(2))
    #expect(throws: CancellationError.self) {
      try measureLatency { throw CancellationError() }
    }
  }
}

@Suite struct `A confusion matrix` {
  let labels = [0, 0, 0, 1, 1, 2]
  let predictions = [0, 1, 0, 1, 1, 1]

  @Test func `counts by the actual class, then the predicted one`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.counts == [[2, 1, 0, 0], [0, 2, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
  }

  @Test func `gives precision by column and recall by row`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.precision(of: 0) == 1)
    #expect(matrix.precision(of: 1) == 0.5)
    #expect(matrix.recall(of: 0) == 2.0 / 3)
    #expect(matrix.recall(of: 2) == 0)
  }

  @Test func `has no precision for a class never predicted, no recall for one that is absent`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.precision(of: 2) == nil)
    #expect(matrix.recall(of: 3) == nil)
  }

  @Test func `has the accuracy that the predictions have`() {
    let matrix = ConfusionMatrix(predictions: predictions, labels: labels, classCount: 4)
    #expect(matrix.accuracy == 4.0 / 6)
    #expect(accuracy(of: predictions, labels: labels) == 4.0 / 6)
    #expect(ConfusionMatrix(predictions: [], labels: [], classCount: 2).accuracy == nil)
  }
}
