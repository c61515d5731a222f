// Keeps the work that waits instead of the time at which it ends: each request adds its own, each
// interval takes some away.
func responseTimes(interval: Double, serviceTimes: [Double]) -> [Double] {
  var backlog = 0.0
  return serviceTimes.map { service in
    backlog += service
    defer { backlog = max(0, backlog - interval) }
    return backlog
  }
}

func utilization(interval: Double, serviceTimes: [Double]) -> Double {
  serviceTimes.reduce(0) { $0 + $1 / interval } / Double(serviceTimes.count)
}
