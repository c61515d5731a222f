// The definition in words instead of a rank: the first time that enough others do not exceed.
// It looks at every time for every time: fine for a report, not for a million requests.
func percentile(_ percent: Double, of times: [Double]) -> Double {
  let enough = percent * Double(times.count)
  let candidates = times.filter { candidate in
    let within = times.count { time in time <= candidate }
    return Double(within) * 100 >= enough
  }
  return candidates.min() ?? .nan
}
