enum Verdict: Equatable {
  case faster
  case slower
  case undecided
}

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
  let oldTimes = (0..<pairs).map { _ in seconds(old) }
  let newTimes = (0..<pairs).map { _ in seconds(new) }
  return zip(oldTimes, newTimes).map { oldTime, newTime in oldTime / newTime }
}

func verdict(_ ratios: [Double]) -> Verdict {
  let ranked = ratios.sorted()
  func percentile(_ percent: Int) -> Double {
    ranked[(percent * ranked.count + 99) / 100 - 1]
  }
  if percentile(25) > 1 { return .faster }
  if percentile(75) < 1 { return .slower }
  return .undecided
}
