func percentile(_ percent: Double, of times: [Double]) -> Double {
  let ranked = times.sorted()
  return ranked[min(Int(percent * Double(ranked.count) / 100), ranked.count - 1)]
}
