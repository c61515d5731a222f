func medianLatency(warmUp: Int, runs: Int, now: () -> Double, body: () -> Void) -> Double {
  for _ in 0..<warmUp { body() }

  var samples: [Double] = []
  samples.reserveCapacity(runs)
  for _ in 0..<runs {
    let start = now()
    body()
    samples.append(now() - start)
  }
  return samples.reduce(0, +) / Double(runs)
}
