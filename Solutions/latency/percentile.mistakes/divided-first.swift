func percentile(_ percent: Double, of times: [Double]) -> Double {
  let ranked = times.sorted()
  let rank = (percent / 100 * Double(ranked.count)).rounded(.up)
  return ranked[Int(rank) - 1]
}
