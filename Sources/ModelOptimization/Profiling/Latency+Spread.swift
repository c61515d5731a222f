extension Latency {
  /// The sum of all times by their number. One long pause moves it; the median stays.
  public var mean: Duration {
    samples.reduce(.zero, +) / samples.count
  }

  /// How far the times lie from their mean: √(Σ (time − mean)² / (samples − 1)).
  ///
  /// Zero for a single sample, which says nothing of a spread.
  public var standardDeviation: Duration {
    guard samples.count > 1 else { return .zero }
    let center = mean
    let squares = samples.reduce(0.0) { sum, sample in
      let distance = (sample - center) / .seconds(1)
      return sum + distance * distance
    }
    return .seconds((squares / Double(samples.count - 1)).squareRoot())
  }

  /// The width of the middle half: the 75th percentile less the 25th.
  ///
  /// A tenth of the median or more means that something else ran on the machine, or that the work
  /// is not the same each time.
  public var interquartileRange: Duration { percentile(75) - percentile(25) }

  /// The median distance of a time from the median: a spread that no outlier moves.
  public var medianAbsoluteDeviation: Duration {
    let center = median
    return middle(of: samples.map { $0 > center ? $0 - center : center - $0 }.sorted())
  }

  /// Whether a time stands far from the rest.
  ///
  /// It does where its *modified z-score*, 0.6745 · |time − median| / median absolute deviation,
  /// is above 3.5. Where more than half of all samples are equal the deviation is zero; then a
  /// twentieth of the median stands in for it, so that one tick of the clock is no outlier.
  ///
  /// Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
  public func isOutlier(_ time: Duration) -> Bool {
    isOutlier(time, spread: medianAbsoluteDeviation)
  }

  /// How many samples stand far from the rest. They are counted, never dropped: they are in the
  /// mean and in every percentile.
  public var outlierCount: Int {
    let spread = medianAbsoluteDeviation
    return samples.count { isOutlier($0, spread: spread) }
  }

  private func isOutlier(_ time: Duration, spread: Duration) -> Bool {
    let distance = time > median ? time - median : median - time
    let unit = spread == .zero ? median / 20 : spread
    return 0.6745 * (distance / .seconds(1)) > 3.5 * (unit / .seconds(1))
  }

  /// Where the true median lies with a confidence of 95 %, whatever the times are distributed like.
  ///
  /// How many of n samples lie below the true median is binomial with ½; with the usual
  /// approximation the bounds are samples number ⌊n/2 − 1.96·√n/2⌋ and ⌈1 + n/2 + 1.96·√n/2⌉,
  /// counted from 1. Two measurements whose intervals overlap have not shown a difference.
  ///
  /// Source: Conover, "Practical Nonparametric Statistics", 3rd edition, 1999, section 3.2.
  ///
  /// - Returns: nil below 6 samples: even from the shortest to the longest of 5 the true median
  ///   lies with 93.75 % only.
  public var medianConfidenceInterval: ClosedRange<Duration>? {
    guard samples.count >= 6 else { return nil }
    let count = Double(samples.count)
    let reach = 1.96 * count.squareRoot() / 2
    let lower = max(Int((count / 2 - reach).rounded(.down)), 1)
    let upper = min(Int((1 + count / 2 + reach).rounded(.up)), samples.count)
    return samples[lower - 1]...samples[upper - 1]
  }
}
