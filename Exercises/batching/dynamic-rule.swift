/// A batch that left for the model.
struct Departure: Equatable {
  /// The places of its requests among all arrivals.
  var requests: Range<Int>
  /// When it left.
  var time: Double
}

/// Collects requests into batches.
///
/// A batch leaves as soon as it is full, or when its oldest request has waited long enough. Who
/// comes at that very moment still gets on. The model always has room for one more batch.
///
/// - Parameters:
///   - arrivals: when each request comes, in seconds, in rising order; several may come at once.
///   - maximumBatch: the most requests of a batch, at least 1.
///   - maximumWait: how long the oldest request of a batch waits at most, in seconds.
/// - Returns: the batches in the order in which they leave.
func departures(
  of arrivals: [Double], maximumBatch: Int, maximumWait: Double
) -> [Departure] {
  // TODO: here every request leaves alone, at once. Open a batch with its oldest request, let
  // others on, and say when it leaves.
  return arrivals.indices.map { request in
    Departure(requests: request..<request + 1, time: arrivals[request])
  }
}
