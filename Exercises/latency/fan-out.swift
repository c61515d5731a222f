#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long requests take that ask several servers at the same time and need all their answers.
///
/// - Parameter calls: `calls[request][server]`, the time of each call; at least one server.
/// - Returns: one time for each request.
func fanOutTimes(_ calls: [[Double]]) -> [Double] {
  // TODO: when is the last answer there?
  return []
}

/// The share of requests that meet at least one slow server.
///
/// - Parameters:
///   - slow: the share of its calls in which a server is slow, from 0 to 1.
///   - servers: how many are asked, each slow or not on its own; at least 1.
/// - Returns: from 0 to 1.
func shareSlowed(slow: Double, servers: Int) -> Double {
  // TODO: first, how likely is it that no server is slow?
  return 0
}

/// The percentile that each server must keep a limit at, so that requests keep it too.
///
/// - Parameters:
///   - share: the share of requests that shall meet no slow server, from 0 to 1.
///   - servers: how many are asked; at least 1.
/// - Returns: per cent; 99.9 means that 999 calls of 1,000 must be quick.
func percentileNeeded(share: Double, servers: Int) -> Double {
  // TODO: the other way round.
  return 0
}
