func responseTimes(interval: Double, serviceTimes: [Double]) -> [Double] {
  var times: [Double] = []
  var delay = 0.0
  for service in serviceTimes {
    times.append(delay + service)
    delay += max(0, service - interval)
  }
  return times
}

func utilization(interval: Double, serviceTimes: [Double]) -> Double {
  let mean = serviceTimes.reduce(0, +) / Double(serviceTimes.count)
  return mean / interval
}
