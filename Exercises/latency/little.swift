/// A request in the log of a service.
struct Visit: Equatable {
  /// When it arrived, in seconds since the watching began; negative when before.
  var arrived: Double
  /// When its answer left.
  var answered: Double
}

/// How many requests were being answered at the same time, on average.
///
/// - Parameters:
///   - visits: the log; requests may reach beyond both ends of the window.
///   - seconds: how long was watched, from 0 on; above 0.
/// - Returns: the mean over all moments of the window; moments without requests count as 0.
func meanInFlight(_ visits: [Visit], seconds: Double) -> Double {
  // TODO: add up the time that each request spent inside the window.
  return 0
}

/// How many workers are busy on average at a rate, rounded up: Little's law.
///
/// - Parameters:
///   - rate: requests a second.
///   - milliseconds: how long a worker is busy with one request.
func workersNeeded(rate: Int, milliseconds: Int) -> Int {
  // TODO: L = rate · time, in the same unit of time. Whole workers.
  return 0
}

/// The most answers a second that workers can give: Little's law turned round.
///
/// - Parameters:
///   - workers: each answers one request at a time.
///   - milliseconds: how long a worker is busy with one request; above 0.
func highestRate(workers: Int, milliseconds: Int) -> Double {
  // TODO: the same law, solved for the rate.
  return 0
}
