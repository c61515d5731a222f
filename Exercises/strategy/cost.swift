#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a service has to do.
struct Load {
  var requestsPerDay: Double
  /// How many times the mean rate the busiest second has.
  var peak: Double
  /// The seconds of one machine that an answer takes.
  var secondsEach: Double
}

/// The machines that must run: those for the busiest second, of which each may be busy for the share
/// `utilization` of its time at most; at least 1.
func machines(for load: Load, utilization: Double) -> Int {
  // TODO
  0
}

/// The price of a month of 30 days.
func monthlyPrice(machines: Int, pricePerHour: Double) -> Double {
  // TODO
  0
}

/// The days after which an effort has paid for itself; nil where it never does.
func daysToPayBack(effort: Double, monthlyBefore: Double, monthlyAfter: Double) -> Double? {
  // TODO
  -1
}

/// The joules of one answer, above what the machine takes when it waits.
///
/// - Parameters:
///   - watts: the power while it computes without a pause.
///   - idle: the power while it waits.
func joulesEach(watts: Double, idle: Double, secondsEach: Double) -> Double {
  // TODO
  0
}

/// How often a charge of the battery answers, if nothing else used it. A watt-hour has 3,600 joules.
func answersPerCharge(wattHours: Double, joulesEach: Double) -> Int {
  // TODO
  0
}
