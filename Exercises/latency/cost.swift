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
  // TODO: what may one machine be given? Whole machines.
  return 0
}

/// What a million answers cost.
///
/// - Parameters:
///   - machines: how many are rented, day and night.
///   - pricePerHour: of one.
///   - meanRate: answers a second, on average over day and night.
func costPerMillion(machines: Int, pricePerHour: Double, meanRate: Double) -> Double {
  // TODO: what is paid in an hour, by what is answered in an hour.
  return 0
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
  // TODO: leave out what is too slow, then compare whole bills.
  return offers.first?.name
}
