/// The share of requests that were answered in time.
///
/// - Parameters:
///   - times: how long each request took, in milliseconds; at least one.
///   - limit: the longest time that is still in time.
/// - Returns: from 0 (none) to 1 (all).
func shareInTime(_ times: [Double], limit: Double) -> Double {
  // TODO: count the times that keep the limit; divide by how many times there are.
  return 0
}
