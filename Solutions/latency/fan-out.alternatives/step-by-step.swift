#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Loops for the first two; the root as a power of e.
func fanOutTimes(_ calls: [[Double]]) -> [Double] {
  var times: [Double] = []
  for call in calls {
    var slowest = 0.0
    for time in call where time > slowest { slowest = time }
    times.append(slowest)
  }
  return times
}

func shareSlowed(slow: Double, servers: Int) -> Double {
  var unharmed = 1.0
  for _ in 0..<servers { unharmed *= 1 - slow }
  return 1 - unharmed
}

func percentileNeeded(share: Double, servers: Int) -> Double {
  exp(log(share) / Double(servers)) * 100
}
