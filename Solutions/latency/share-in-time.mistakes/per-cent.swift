func shareInTime(_ times: [Double], limit: Double) -> Double {
  let inTime = times.count { time in time <= limit }
  return 100 * Double(inTime) / Double(times.count)
}
