#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func fanOutTimes(_ calls: [[Double]]) -> [Double] {
  calls.map { times in times.max() ?? 0 }
}

func shareSlowed(slow: Double, servers: Int) -> Double {
  1 - pow(1 - slow, Double(servers))
}

func percentileNeeded(share: Double, servers: Int) -> Double {
  100 * pow(share, Double(1 / servers))
}
