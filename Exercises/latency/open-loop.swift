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
  var clock = 0.0
  for service in serviceTimes {
    // TODO: this tester sends a request when the one before has been answered. Users do not.
    let sent = clock
    clock += service
    times.append(clock - sent)
  }
  return times
}

/// The part of the time that the server would have to work, to keep up with the schedule.
///
/// - Parameters: as for `responseTimes`; at least one request.
/// - Returns: below 1 when the server keeps up; above 1 when the queue grows without end.
func utilization(interval: Double, serviceTimes: [Double]) -> Double {
  // TODO: work that comes in, by time in which it comes.
  return 0
}
