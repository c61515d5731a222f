struct Offer: Equatable {
  var name: String
  var answersPerSecond: Double
  var p99: Double
  var pricePerHour: Double
}

func machinesNeeded(peak: Double, each: Double, headroom: Double, spare: Int) -> Int {
  let usable = each * (1 - headroom)
  return Int((peak / usable).rounded(.up)) + spare
}

func costPerMillion(machines: Int, pricePerHour: Double, meanRate: Double) -> Double {
  let paid = Double(machines) * pricePerHour
  let answered = meanRate * 3600
  return paid / answered * 1_000_000
}

func cheapest(
  _ offers: [Offer], limit: Double, peak: Double, headroom: Double, spare: Int
) -> String? {
  func bill(_ offer: Offer) -> Double {
    let machines = machinesNeeded(
      peak: peak, each: offer.answersPerSecond, headroom: headroom, spare: spare)
    return Double(machines) * offer.pricePerHour
  }

  let quick = offers.filter { offer in offer.p99 < limit }
  return quick.min { left, right in bill(left) < bill(right) }?.name
}
