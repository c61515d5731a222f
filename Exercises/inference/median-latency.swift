/// Measures how long a piece of work takes, robustly.
///
/// - Parameters:
///   - warmUp: how often to run `body` first without measuring; 0 or more.
///   - runs: how often to run and measure it; at least 1.
///   - now: the time in seconds since some fixed moment; it never goes back.
///   - body: the work.
/// - Returns: the median time of a measured run in seconds; of an even number of runs, the mean
///   of the two in the middle.
func medianLatency(warmUp: Int, runs: Int, now: () -> Double, body: () -> Void) -> Double {
  // TODO: warm up, take a sample for each run, sort the samples, take the middle.
  return 0
}
