func responseTimes(interval: Double, serviceTimes: [Double]) -> [Double] {
  var times: [Double] = []
  var free = 0.0
  for (request, service) in serviceTimes.enumerated() {
    let arrival = Double(request) * interval
    let start = max(arrival, free)
    free = arrival + service
    times.append(start + service - arrival)
  }
  return times
}

func utilization(interval: Double, serviceTimes: [Double]) -> Double {
  let mean = serviceTimes.reduce(0, +) / Double(serviceTimes.count)
  return mean / interval
}
