/// What a comparison has shown.
enum Verdict: Equatable {
  /// The new code is faster.
  case faster
  /// The new code is slower.
  case slower
  /// The spread is larger than the difference.
  case undecided
}

/// Times two pieces of code in pairs and gives, for each pair, how many times as fast the new one
/// was.
///
/// The pairs change their order: old, new; new, old; old, new and so on. Whatever slows the
/// machine down for a while then slows both.
///
/// - Parameters:
///   - warmUp: how many pairs to run first without keeping their times; 0 or more.
///   - pairs: how many pairs to measure; at least 1. The first measured pair begins with `old`.
///   - now: the time in seconds since some fixed moment; it never goes back.
///   - old: the code as it was.
///   - new: the code that is said to be faster.
/// - Returns: for each measured pair the time of `old` divided by the time of `new`.
func speedRatios(
  warmUp: Int, pairs: Int, now: () -> Double, old: () -> Void, new: () -> Void
) -> [Double] {
  // TODO: this warms up nothing and runs all of one, then all of the other. Mend both.
  var oldTimes: [Double] = []
  for _ in 0..<pairs {
    let start = now()
    old()
    oldTimes.append(now() - start)
  }
  var newTimes: [Double] = []
  for _ in 0..<pairs {
    let start = now()
    new()
    newTimes.append(now() - start)
  }
  return zip(oldTimes, newTimes).map { oldTime, newTime in oldTime / newTime }
}

/// Decides by the middle half of the ratios.
///
/// Faster: the 25th percentile is above 1. Slower: the 75th percentile is below 1. Both by
/// nearest rank. Else undecided.
///
/// - Parameter ratios: times as fast, one for each pair; at least one.
func verdict(_ ratios: [Double]) -> Verdict {
  // TODO: compare the 25th and the 75th percentile with 1.
  return ratios.reduce(0, +) / Double(ratios.count) > 1 ? .faster : .slower
}
