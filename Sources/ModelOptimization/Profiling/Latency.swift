/// How long one piece of work took, many times over.
///
/// Every sample counts in every figure: nothing is dropped for being slow. A slow run was slow for
/// somebody, and p99 is there to say so. `outlierCount` tells how many stand far from the rest.
public struct Latency: Equatable, Sendable {
  /// The times of all measured runs, the shortest first.
  public let samples: [Duration]
  /// The calls whose mean each sample is: 1, unless a call was too short for the clock.
  public let callsPerSample: Int

  /// Creates a summary of measured times; at least one, in any order.
  ///
  /// - Parameters:
  ///   - samples: the time of one call each.
  ///   - callsPerSample: the calls that were timed together for a sample; at least 1.
  public init(samples: [Duration], callsPerSample: Int = 1) {
    require(!samples.isEmpty, "A latency needs at least one sample.")
    require(
      callsPerSample >= 1,
      "A sample of a latency times at least 1 call; it was given \(callsPerSample).")
    self.samples = samples.sorted()
    self.callsPerSample = callsPerSample
  }

  /// The shortest time: the one that other programs on the machine disturbed least.
  public var minimum: Duration { samples[0] }

  /// The longest time.
  public var maximum: Duration { samples[samples.count - 1] }

  /// The time in the middle; of an even number of samples, the mean of the two in the middle.
  public var median: Duration { middle(of: samples) }

  /// The time that half of the runs stay within: the median, but always a time that occurred.
  public var p50: Duration { percentile(50) }

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

  /// How many answers a second come of it, when one call follows the other.
  ///
  ///     throughput = batch / median in seconds
  ///
  /// - Parameter batch: the answers that one call gives.
  /// - Returns: answers a second; infinite where the clock saw no time pass.
  public func throughput(batch: Int = 1) -> Double {
    Double(batch) / (median / .seconds(1))
  }
}

/// The middle of sorted times; of an even number, the mean of the two in the middle.
func middle(of sorted: some RandomAccessCollection<Duration>) -> Duration {
  let lower = sorted[sorted.index(sorted.startIndex, offsetBy: (sorted.count - 1) / 2)]
  let upper = sorted[sorted.index(sorted.startIndex, offsetBy: sorted.count / 2)]
  return (lower + upper) / 2
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
