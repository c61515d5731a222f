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
  func seconds(_ body: () -> Void) -> Double {
    let start = now()
    body()
    return now() - start
  }

  for _ in 0..<warmUp {
    old()
    new()
  }
  return (0..<pairs).map { pair in
    if pair.isMultiple(of: 2) {
      let oldTime = seconds(old)
      return oldTime / seconds(new)
    }
    let newTime = seconds(new)
    return seconds(old) / newTime
  }
}

/// Decides by the middle half of the ratios.
///
/// Faster: the 25th percentile is above 1. Slower: the 75th percentile is below 1. Both by
/// nearest rank. Else undecided.
///
/// - Parameter ratios: times as fast, one for each pair; at least one.
func verdict(_ ratios: [Double]) -> Verdict {
  let ranked = ratios.sorted()
  func percentile(_ percent: Int) -> Double {
    ranked[(percent * ranked.count + 99) / 100 - 1]
  }
  if percentile(25) > 1 { return .faster }
  if percentile(75) < 1 { return .slower }
  return .undecided
}
