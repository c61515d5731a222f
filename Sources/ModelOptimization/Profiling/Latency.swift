/// How long one piece of work took, many times over.
public struct Latency: Equatable, Sendable {
  /// The times of all measured runs, the shortest first.
  public let samples: [Duration]

  /// Creates a summary of measured times; at least one, in any order.
  public init(samples: [Duration]) {
    require(!samples.isEmpty, "A latency needs at least one sample.")
    self.samples = samples.sorted()
  }

  /// The shortest time: the one that other programs on the machine disturbed least.
  public var minimum: Duration { samples[0] }

  /// The time in the middle; of an even number of samples, the mean of the two in the middle.
  public var median: Duration {
    let middle = samples.count / 2
    return samples.count.isMultiple(of: 2)
      ? (samples[middle - 1] + samples[middle]) / 2 : samples[middle]
  }

  /// The time that nine runs of ten stay within.
  public var p90: Duration { percentile(90) }

  /// The time that 99 runs of 100 stay within; with fewer than 100 samples, the longest.
  public var p99: Duration { percentile(99) }

  /// The shortest measured time that at least `percent` per cent of all runs stay within.
  ///
  /// This is the *nearest-rank* percentile: sample number ⌈percent / 100 · samples⌉, counted
  /// from 1. It is always a time that really occurred; nothing is interpolated.
  ///
  /// - Parameter percent: above 0, at most 100.
  public func percentile(_ percent: Double) -> Duration {
    require(
      0 < percent && percent <= 100,
      "A percentile lies above 0 and is at most 100; \(percent) was asked for.")
    // Multiplied before it is divided: 99 · 100 / 100 is exact, 0.99 · 100 need not be.
    let rank = (percent * Double(samples.count) / 100).rounded(.up)
    return samples[max(Int(rank), 1) - 1]
  }
}

extension Latency: CustomStringConvertible {
  /// The summary in microseconds: `median 31.2 µs, p90 33.0 µs, p99 40.1 µs, 100 runs`.
  public var description: String {
    func microseconds(_ time: Duration) -> String {
      "\((time / .microseconds(1) * 10).rounded() / 10) µs"
    }
    return "median \(microseconds(median)), p90 \(microseconds(p90)), "
      + "p99 \(microseconds(p99)), \(samples.count) runs"
  }
}

/// Runs some work again and again and reports how long each run took.
///
/// The first runs are slower than the rest: caches are cold, memory is handed out for the first
/// time, the processor has not sped up yet. So `warmUp` runs go before, unmeasured. The clock
/// never goes back, whatever happens to the time of day.
///
/// ```swift
/// let latency = measureLatency { _ = model(image) }
/// print(latency.median, latency.p99)
/// ```
///
/// - Parameters:
///   - warmUp: the runs before measuring begins.
///   - repetitions: the measured runs; at least 1. A p99 says something from 100 on.
///   - body: the work.
public func measureLatency(
  warmUp: Int = 10, repetitions: Int = 100, _ body: () throws -> Void
) rethrows -> Latency {
  require(
    warmUp >= 0 && repetitions >= 1,
    "Measuring takes a warm-up of 0 or more runs and at least 1 repetition; "
      + "it was given \(warmUp) and \(repetitions).")
  for _ in 0..<warmUp { try body() }
  let clock = ContinuousClock()
  var samples: [Duration] = []
  samples.reserveCapacity(repetitions)
  for _ in 0..<repetitions {
    let start = clock.now
    try body()
    samples.append(clock.now - start)
  }
  return Latency(samples: samples)
}
