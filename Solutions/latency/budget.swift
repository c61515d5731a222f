/// The nearest-rank percentile, as you wrote it; it is right.
func percentile(_ percent: Double, of times: [Double]) -> Double {
  let rank = (percent * Double(times.count) / 100).rounded(.up)
  return times.sorted()[Int(rank) - 1]
}

/// The time of each request through all of its stages.
private func totals(of stages: [[Double]]) -> [Double] {
  (stages.first ?? []).indices.map { request in
    stages.reduce(0) { sum, times in sum + times[request] }
  }
}

/// A percentile of whole requests that pass through several stages, one after the other.
///
/// - Parameters:
///   - percent: above 0, at most 100.
///   - stages: `stages[stage][request]`, in milliseconds; each stage has a time for every request.
func percentile(_ percent: Double, throughStages stages: [[Double]]) -> Double {
  percentile(percent, of: totals(of: stages))
}

/// A percentile of all requests that several machines have answered.
///
/// - Parameters:
///   - percent: above 0, at most 100.
///   - machines: `machines[machine]` are the times of that machine's requests; at least one each.
func percentile(_ percent: Double, ofMachines machines: [[Double]]) -> Double {
  percentile(percent, of: machines.flatMap { times in times })
}

/// The stage that slow requests spend the most time in.
///
/// - Parameters:
///   - percent: slow is a request that takes at least as long as this percentile of all requests.
///   - stages: as above.
/// - Returns: the stage's number, counted from 0; of equal ones the first.
func stageBehindTail(_ percent: Double, stages: [[Double]]) -> Int {
  let totals = totals(of: stages)
  let limit = percentile(percent, of: totals)
  let slow = totals.indices.filter { request in totals[request] >= limit }
  let spent = stages.map { times in
    slow.reduce(0) { sum, request in sum + times[request] }
  }
  return spent.firstIndex(of: spent.max() ?? 0) ?? 0
}
