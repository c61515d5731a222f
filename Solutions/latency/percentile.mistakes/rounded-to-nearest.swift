func percentile(_ percent: Double, of times: [Double]) -> Double {
  let ranked = times.sorted()
  let rank = (percent * Double(ranked.count) / 100).rounded()
  return ranked[max(Int(rank), 1) - 1]
}
