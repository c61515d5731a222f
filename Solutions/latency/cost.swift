/// A kind of machine that can be rented.
struct Offer: Equatable {
  /// What it is called.
  var name: String
  /// The answers a second that one gives when it is as busy as it can be.
  var answersPerSecond: Double
  /// The p99 of its answers, in milliseconds, at the rate that head room leaves.
  var p99: Double
  /// What one costs for an hour.
  var pricePerHour: Double
}

/// How many machines a service needs.
///
/// - Parameters:
///   - peak: requests a second in the busiest minute.
///   - each: answers a second that one machine gives at most; above 0.
///   - headroom: the part of each machine that stays unused, from 0 to below 1.
///   - spare: machines that may fail without anybody noticing.
func machinesNeeded(peak: Double, each: Double, headroom: Double, spare: Int) -> Int {
  let usable = each * (1 - headroom)
  // Where nine tenths stay free, 100 a second leave 9.999999999999998. A rounding error is no
  // reason for one more machine.
  return Int((peak / usable - 1e-9).rounded(.up)) + spare
}

/// What a million answers cost.
///
/// - Parameters:
///   - machines: how many are rented, day and night.
///   - pricePerHour: of one.
///   - meanRate: answers a second, on average over day and night.
func costPerMillion(machines: Int, pricePerHour: Double, meanRate: Double) -> Double {
  let paid = Double(machines) * pricePerHour
  let answered = meanRate * 3600
  return paid / answered * 1_000_000
}

/// The kind of machine with the smallest bill that keeps the limit.
///
/// - Parameters:
///   - offers: what can be rented; one kind is chosen.
///   - limit: the longest p99 allowed, in milliseconds.
///   - peak, headroom, spare: as for `machinesNeeded`.
/// - Returns: its name; of equal bills the first; nil where none keeps the limit.
func cheapest(
  _ offers: [Offer], limit: Double, peak: Double, headroom: Double, spare: Int
) -> String? {
  func bill(_ offer: Offer) -> Double {
    let machines = machinesNeeded(
      peak: peak, each: offer.answersPerSecond, headroom: headroom, spare: spare)
    return Double(machines) * offer.pricePerHour
  }

  let allowed = offers.filter { offer in offer.p99 <= limit }
  return allowed.min { left, right in bill(left) < bill(right) }?.name
}
