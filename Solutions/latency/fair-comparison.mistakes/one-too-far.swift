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
    return seconds(old) / newTime
  }
}

func verdict(_ ratios: [Double]) -> Verdict {
  let ranked = ratios.sorted()
  if ranked[ranked.count / 4] > 1 { return .faster }
  if ranked[ranked.count * 3 / 4] < 1 { return .slower }
  return .undecided
}
