/// How long requests take that arrive on a schedule, whatever the server is doing.
///
/// Request 0 arrives at time 0, request 1 at `interval`, request 2 at `2 * interval` and so on.
/// The server answers one at a time, in the order of arrival.
///
/// - Parameters:
///   - interval: the time between two arrivals; above 0.
///   - serviceTimes: how long the server works on each request.
/// - Returns: for each request the time from its arrival to its answer.
func responseTimes(interval: Double, serviceTimes: [Double]) -> [Double] {
  var times: [Double] = []
  var free = 0.0
  for (request, service) in serviceTimes.enumerated() {
    let arrival = Double(request) * interval
    let start = max(arrival, free)
    free = start + service
    times.append(free - arrival)
  }
  return times
}

/// The part of the time that the server would have to work, to keep up with the schedule.
///
/// - Parameters: as for `responseTimes`; at least one request.
/// - Returns: below 1 when the server keeps up; above 1 when the queue grows without end.
func utilization(interval: Double, serviceTimes: [Double]) -> Double {
  let mean = serviceTimes.reduce(0, +) / Double(serviceTimes.count)
  return mean / interval
}
