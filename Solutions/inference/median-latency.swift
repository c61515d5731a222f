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
  for _ in 0..<warmUp { body() }

  var samples: [Double] = []
  samples.reserveCapacity(runs)
  for _ in 0..<runs {
    let start = now()
    body()
    samples.append(now() - start)
  }
  samples.sort()

  let middle = runs / 2
  return runs.isMultiple(of: 2) ? (samples[middle - 1] + samples[middle]) / 2 : samples[middle]
}
