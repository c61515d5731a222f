func medianLatency(warmUp: Int, runs: Int, now: () -> Double, body: () -> Void) -> Double {
  for _ in 0..<warmUp { body() }

  var samples: [Double] = []
  samples.reserveCapacity(runs)
  for _ in 0..<runs {
    let start = now()
    body()
    samples.append(((now() - start) * 100).rounded() / 100)
  }
  samples.sort()

  let middle = runs / 2
  return runs.isMultiple(of: 2) ? (samples[middle - 1] + samples[middle]) / 2 : samples[middle]
}
