func shareInTime(_ times: [Double], limit: Double) -> Double {
  let inTime = times.count { time in time <= limit }
  return Double(inTime / times.count)
}
