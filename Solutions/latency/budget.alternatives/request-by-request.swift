// Turns the table round first: one row for each request.
func percentile(_ percent: Double, of times: [Double]) -> Double {
  times.sorted()[Int((percent * Double(times.count) / 100).rounded(.up)) - 1]
}

private func requests(_ stages: [[Double]]) -> [[Double]] {
  stages[0].indices.map { request in stages.map { $0[request] } }
}

func percentile(_ percent: Double, throughStages stages: [[Double]]) -> Double {
  percentile(percent, of: requests(stages).map { $0.reduce(0, +) })
}

func percentile(_ percent: Double, ofMachines machines: [[Double]]) -> Double {
  percentile(percent, of: Array(machines.joined()))
}

func stageBehindTail(_ percent: Double, stages: [[Double]]) -> Int {
  let rows = requests(stages).sorted { $0.reduce(0, +) > $1.reduce(0, +) }
  let limit = percentile(percent, throughStages: stages)
  var spent = [Double](repeating: 0, count: stages.count)
  for row in rows.prefix(while: { $0.reduce(0, +) >= limit }) {
    for (stage, time) in row.enumerated() { spent[stage] += time }
  }
  return spent.indices.reduce(0) { spent[$1] > spent[$0] ? $1 : $0 }
}
