import ModelOptimization
import Synchronization
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

@Suite struct `The spread of a latency` {
  /// 1 to 9 milliseconds; by hand: mean 5, Σ (x − 5)² = 60, 60 / 8 = 7.5.
  let nine = Latency(samples: (1...9).map { .milliseconds($0) })

  @Test func `has the mean and the standard deviation of the samples`() {
    #expect(nine.mean == .milliseconds(5))
    // √7.5 ms; a Duration holds it to the attosecond, the square root of a Double to 1 in 10¹⁵.
    #expect(abs(nine.standardDeviation / .milliseconds(1) - 7.5.squareRoot()) < 1e-9)
    #expect(Latency(samples: [.seconds(2)]).standardDeviation == .zero)
  }

  @Test func `has the nearest-rank quartiles`() {
    // Ranks ⌈0.25 · 9⌉ = 3 and ⌈0.75 · 9⌉ = 7.
    #expect(nine.interquartileRange == .milliseconds(4))
    #expect(nine.p50 == .milliseconds(5))
    // Of an even number the median lies between the two in the middle, p50 is the lower of them.
    let two = Latency(samples: [.milliseconds(1), .milliseconds(2)])
    #expect(two.p50 == .milliseconds(1) && two.median == .microseconds(1500))
  }

  @Test func `has the median distance from the median`() {
    // Distances 4 3 2 1 0 1 2 3 4, sorted 0 1 1 2 2 3 3 4 4: the fifth is 2.
    #expect(nine.medianAbsoluteDeviation == .milliseconds(2))
  }

  @Test func `counts the samples far from the rest and keeps them in every figure`() {
    // Median 10, deviation 1: 0.6745 · d / 1 > 3.5 from a distance of 5.19 on.
    let times = [9, 9, 10, 10, 10, 11, 11, 15, 16]
    let latency = Latency(samples: times.map { .milliseconds($0) })
    #expect(latency.median == .milliseconds(10))
    #expect(latency.medianAbsoluteDeviation == .milliseconds(1))
    #expect(latency.outlierCount == 1)
    #expect(latency.isOutlier(.milliseconds(16)) && !latency.isOutlier(.milliseconds(15)))
    #expect(latency.isOutlier(.milliseconds(4)) && !latency.isOutlier(.milliseconds(5)))
    #expect(latency.p99 == .milliseconds(16) && latency.samples.count == 9)
    #expect(latency.mean == .milliseconds(101) / 9)
  }

  @Test func `calls no tick of the clock an outlier where most samples are equal`() {
    let equal = [Duration](repeating: .nanoseconds(1000), count: 20)
    // A twentieth of the median stands in for the deviation: 50 ns, so from 259.5 ns on.
    let latency = Latency(samples: equal + [.nanoseconds(1001), .nanoseconds(1300)])
    #expect(latency.medianAbsoluteDeviation == .zero)
    #expect(latency.outlierCount == 1)
    #expect(Latency(samples: [.zero, .zero]).outlierCount == 0)
  }

  @Test(arguments: [
    // Conover's ranks by hand: n, ⌊n/2 − 0.98·√n⌋ and ⌈1 + n/2 + 0.98·√n⌉.
    (6, 1, 6), (10, 1, 10), (100, 40, 61), (1000, 469, 532),
  ]) func `has an interval of confidence for the median`(count: Int, low: Int, high: Int) {
    let latency = Latency(samples: (1...count).map { .microseconds($0) })
    #expect(
      latency.medianConfidenceInterval == .microseconds(low)...Duration.microseconds(high))
    #expect(latency.medianConfidenceInterval?.contains(latency.median) == true)
  }

  @Test func `has no interval of confidence from 5 times`() {
    let latency = Latency(samples: (1...5).map { .microseconds($0) })
    #expect(latency.medianConfidenceInterval == nil)
  }

  @Test func `covers the true median in about 95 of 100 measurements`() {
    // 2,000 draws of 100 from the uniform distribution, whose median is one half. The share that
    // covers is binomial: 0.9634 by the ranks 40 and 61, with a standard error of 0.004.
    var generator = SplitMix64(seed: 7)
    let covering = (0..<2000).count { _ in
      let draws = (0..<100).map { _ in Duration.seconds(Double(generator.nextUnit())) }
      let interval = Latency(samples: draws).medianConfidenceInterval
      return interval?.contains(.milliseconds(500)) == true
    }
    #expect((0.945...0.98).contains(Double(covering) / 2000))
  }

  @Test func `turns into answers a second`() {
    let latency = Latency(samples: [.milliseconds(4)])
    #expect(latency.throughput() == 250)
    #expect(latency.throughput(batch: 32) == 8000)
    #expect(Latency(samples: [.zero]).throughput() == .infinity)
  }
}

@Suite struct `A measurement by a coarse clock` {
  @Test func `times several calls together where one is too short`() {
    let clock = SteppingClock(step: .nanoseconds(100))
    var calls = 0
    let latency = measureLatency(warmUp: 2, repetitions: 3, callsPerSample: nil, clock: clock) {
      calls += 1
      clock.pass(.nanoseconds(50))
    }
    // A sample takes a hundred steps: 10 µs, which are 200 calls of 50 ns; 256 is the next power.
    #expect(latency.callsPerSample == 256)
    #expect(latency.samples == [Duration](repeating: .nanoseconds(50), count: 3))
    // The warm-up, 1 + 2 + 4 + … + 256 calls to find the number, and the samples.
    #expect(calls == 2 + 511 + 3 * 256)
  }

  @Test func `times each call by itself where the clock can`() {
    let clock = SteppingClock(step: .nanoseconds(100))
    let latency = measureLatency(warmUp: 0, repetitions: 4, callsPerSample: nil, clock: clock) {
      clock.pass(.microseconds(20))
    }
    #expect(latency.callsPerSample == 1)
    #expect(latency.samples == [Duration](repeating: .microseconds(20), count: 4))
  }

  @Test func `times as many calls as it is told to`() {
    let clock = SteppingClock(step: .nanoseconds(1))
    var calls = 0
    let latency = measureLatency(warmUp: 0, repetitions: 2, callsPerSample: 5, clock: clock) {
      calls += 1
      clock.pass(.nanoseconds(calls == 10 ? 140 : 40))
    }
    #expect(calls == 10)
    #expect(latency.samples == [.nanoseconds(40), .nanoseconds(60)])
  }

  @Test func `ends where the work takes no time at all`() {
    let clock = SteppingClock(step: .nanoseconds(1))
    let latency = measureLatency(warmUp: 0, repetitions: 1, callsPerSample: nil, clock: clock) {}
    #expect(latency.samples == [.zero])
  }

  @Test func `knows the step of the real clock`() {
    let step = smallestStep(of: ContinuousClock())
    #expect(step > .zero && step < .milliseconds(10))
  }
}

/// A clock whose time passes when a test says so, and which shows it in steps.
private final class SteppingClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var time: Duration

    func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
    func duration(to other: Instant) -> Duration { other.time - time }
    static func < (left: Instant, right: Instant) -> Bool { left.time < right.time }
  }

  let minimumResolution: Duration
  private let time = Mutex(Duration.zero)

  init(step: Duration) { minimumResolution = step }

  var now: Instant {
    let exact = time.withLock { $0 }
    let steps = (exact / minimumResolution).rounded(.down)
    return Instant(time: minimumResolution * Int(steps))
  }

  func pass(_ duration: Duration) { time.withLock { $0 += duration } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    time.withLock { $0 = max($0, deadline.time) }
  }
}
