/// The nearest-rank percentile, as you wrote it; it is right.
func percentile(_ percent: Double, of times: [Double]) -> Double {
  let rank = (percent * Double(times.count) / 100).rounded(.up)
  return times.sorted()[Int(rank) - 1]
}

/// A percentile of whole requests that pass through several stages, one after the other.
///
/// - Parameters:
///   - percent: above 0, at most 100.
///   - stages: `stages[stage][request]`, in milliseconds; each stage has a time for every request.
func percentile(_ percent: Double, throughStages stages: [[Double]]) -> Double {
  // TODO: mend this. The slowest moments of two stages need not meet in one request.
  stages.map { times in percentile(percent, of: times) }.reduce(0, +)
}

/// A percentile of all requests that several machines have answered.
///
/// - Parameters:
///   - percent: above 0, at most 100.
///   - machines: `machines[machine]` are the times of that machine's requests; at least one each.
func percentile(_ percent: Double, ofMachines machines: [[Double]]) -> Double {
  // TODO: mend this. A mean of percentiles is no percentile of anything.
  let each = machines.map { times in percentile(percent, of: times) }
  return each.reduce(0, +) / Double(each.count)
}

/// The stage that slow requests spend the most time in.
///
/// - Parameters:
///   - percent: slow is a request that takes at least as long as this percentile of all requests.
///   - stages: as above.
/// - Returns: the stage's number, counted from 0; of equal ones the first.
func stageBehindTail(_ percent: Double, stages: [[Double]]) -> Int {
  // TODO: look at slow requests only.
  return 0
}
