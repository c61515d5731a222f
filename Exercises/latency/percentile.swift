/// The nearest-rank percentile of measured times.
///
/// This is the shortest measured time that at least `percent` per cent of all times do not
/// exceed: number ⌈percent · count / 100⌉ of the sorted times, counted from 1.
///
/// - Parameters:
///   - percent: above 0, at most 100.
///   - times: at least one, in any order.
func percentile(_ percent: Double, of times: [Double]) -> Double {
  // TODO: three things are wrong here. The comment above says what is right.
  let rank = Int(percent / 100 * Double(times.count))
  return times[min(rank, times.count - 1)]
}
