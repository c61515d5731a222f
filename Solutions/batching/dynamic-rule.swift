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
  var departures: [Departure] = []
  var first = 0
  while first < arrivals.count {
    let deadline = arrivals[first] + maximumWait
    var end = first
    while end < arrivals.count, end - first < maximumBatch, arrivals[end] <= deadline {
      end += 1
    }
    let isFull = end - first == maximumBatch
    departures.append(
      Departure(requests: first..<end, time: isFull ? arrivals[end - 1] : deadline))
    first = end
  }
  return departures
}
