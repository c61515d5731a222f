// One list of what to run, in its order; then each pair is read out of it.
enum Verdict: Equatable {
  case faster
  case slower
  case undecided
}

func speedRatios(
  warmUp: Int, pairs: Int, now: () -> Double, old: () -> Void, new: () -> Void
) -> [Double] {
  var ratios: [Double] = []
  for pair in -warmUp..<pairs {
    var times = [0.0, 0.0]
    for code in pair.isMultiple(of: 2) ? [0, 1] : [1, 0] {
      let start = now()
      if code == 0 { old() } else { new() }
      times[code] = now() - start
    }
    if pair >= 0 { ratios.append(times[0] / times[1]) }
  }
  return ratios
}

// Counts instead of sorting: the 25th percentile by nearest rank is above 1 where fewer than a
// quarter of the ratios are not, and the 75th below 1 where three quarters are.
func verdict(_ ratios: [Double]) -> Verdict {
  let notFaster = ratios.count { ratio in ratio <= 1 }
  let slower = ratios.count { ratio in ratio < 1 }
  if 100 * notFaster < 25 * ratios.count { return .faster }
  return 100 * slower >= 75 * ratios.count ? .slower : .undecided
}
