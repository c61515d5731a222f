func percentile(_ percent: Double, of times: [Double]) -> Double {
  let ranked = times.sorted()
  let position = percent * Double(ranked.count - 1) / 100
  let lower = Int(position)
  let upper = min(lower + 1, ranked.count - 1)
  return ranked[lower] + (position - Double(lower)) * (ranked[upper] - ranked[lower])
}
