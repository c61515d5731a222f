func percentile(_ percent: Double, of times: [Double]) -> Double {
  let ranked = times
  let rank = (percent * Double(ranked.count) / 100).rounded(.up)
  return ranked[Int(rank) - 1]
}
