func medianLatency(warmUp: Int, runs: Int, now: () -> Double, body: () -> Void) -> Double {
  var samples: [Double] = []
  samples.reserveCapacity(runs)
  for _ in 0..<warmUp + runs {
    let start = now()
    body()
    samples.append(now() - start)
  }
  samples.sort()

  let count = samples.count
  let middle = count / 2
  return count.isMultiple(of: 2) ? (samples[middle - 1] + samples[middle]) / 2 : samples[middle]
}
