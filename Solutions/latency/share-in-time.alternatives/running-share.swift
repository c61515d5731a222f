// Every request in time adds its part of the whole.
func shareInTime(_ times: [Double], limit: Double) -> Double {
  let part = 1 / Double(times.count)
  var share = 0.0
  for time in times where time <= limit {
    share += part
  }
  return share
}
