/// How a server collects batches, and how long they take.
struct Server {
  /// The most requests of a batch, at least 1.
  var maximumBatch: Int
  /// How long the oldest request waits for others at most, in seconds.
  var maximumWait: Double
  /// The seconds of a batch, however many requests are in it.
  var fixed: Double
  /// The seconds that each request of a batch adds.
  var each: Double
}

/// Plays through what a server does with its requests.
///
/// The server works on one batch at a time. When it is free, a batch leaves as soon as it is full,
/// or when its oldest request has waited `maximumWait` since it came; that may be long over, and
/// then it leaves at once. Who comes at that very moment still gets on. All answers of a batch
/// are given when the batch is done.
///
/// - Parameters:
///   - arrivals: when each request comes, in seconds, in rising order.
///   - server: the rule and the times.
/// - Returns: for each request the time from its arrival to its answer.
func latencies(of arrivals: [Double], on server: Server) -> [Double] {
  // TODO: here every request is answered the moment it comes, as if the server had no work with it.
  return arrivals.map { _ in 0 }
}
