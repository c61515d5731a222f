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
  return (0..<pairs).map { pair in
    if pair.isMultiple(of: 2) {
      let oldTime = seconds(old)
      return oldTime / seconds(new)
    }
    let newTime = seconds(new)
    return newTime / seconds(old)
  }
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
