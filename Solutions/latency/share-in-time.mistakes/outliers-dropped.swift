func shareInTime(_ times: [Double], limit: Double) -> Double {
  let usual = times.sorted()[times.count / 2]
  let times = times.filter { time in time <= 10 * usual }
  let inTime = times.count { time in time <= limit }
  return Double(inTime) / Double(times.count)
}
