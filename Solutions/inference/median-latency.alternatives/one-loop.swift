// One loop for warm-up and measuring. The lower and the upper middle are the same sample when
// the number of runs is odd, so no case is needed.
func medianLatency(warmUp: Int, runs: Int, now: () -> Double, body: () -> Void) -> Double {
  var samples: [Double] = []
  for run in -warmUp..<runs {
    let start = now()
    body()
    let time = now() - start
    if run >= 0 { samples.append(time) }
  }
  let ranked = samples.sorted()
  return (ranked[(runs - 1) / 2] + ranked[runs / 2]) / 2
}
