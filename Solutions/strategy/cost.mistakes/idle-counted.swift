#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct Load {
  var requestsPerDay: Double
  var peak: Double
  var secondsEach: Double
}

func machines(for load: Load, utilization: Double) -> Int {
  let busy = load.requestsPerDay / 86_400 * load.peak * load.secondsEach
  return max(1, Int(ceil(busy / utilization)))
}

func monthlyPrice(machines: Int, pricePerHour: Double) -> Double {
  Double(machines) * pricePerHour * 24 * 30
}

func daysToPayBack(effort: Double, monthlyBefore: Double, monthlyAfter: Double) -> Double? {
  let saved = monthlyBefore - monthlyAfter
  return saved > 0 ? effort / saved * 30 : nil
}

func joulesEach(watts: Double, idle: Double, secondsEach: Double) -> Double {
  watts * secondsEach
}

func answersPerCharge(wattHours: Double, joulesEach: Double) -> Int {
  Int(wattHours * 3600 / joulesEach)
}
