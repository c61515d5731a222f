func percentile(_ percent: Double, of times: [Double]) -> Double {
  let rank = (percent * Double(times.count) / 100).rounded(.up)
  return times.sorted()[Int(rank) - 1]
}

private func totals(of stages: [[Double]]) -> [Double] {
  (stages.first ?? []).indices.map { request in
    stages.reduce(0) { sum, times in sum + times[request] }
  }
}

func percentile(_ percent: Double, throughStages stages: [[Double]]) -> Double {
  percentile(percent, of: totals(of: stages))
}

func percentile(_ percent: Double, ofMachines machines: [[Double]]) -> Double {
  machines.map { times in percentile(percent, of: times) }.max() ?? 0
}

func stageBehindTail(_ percent: Double, stages: [[Double]]) -> Int {
  let totals = totals(of: stages)
  let limit = percentile(percent, of: totals)
  let slow = totals.indices.filter { request in totals[request] >= limit }
  let spent = stages.map { times in
    slow.reduce(0) { sum, request in sum + times[request] }
  }
  return spent.firstIndex(of: spent.max() ?? 0) ?? 0
}
