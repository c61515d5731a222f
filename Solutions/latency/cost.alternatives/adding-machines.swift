// Adds machines until they carry the peak; keeps the best offer so far in a loop.
struct Offer: Equatable {
  var name: String
  var answersPerSecond: Double
  var p99: Double
  var pricePerHour: Double
}

func machinesNeeded(peak: Double, each: Double, headroom: Double, spare: Int) -> Int {
  var machines = 0
  while Double(machines) * each * (1 - headroom) < peak {
    machines += 1
  }
  return machines + spare
}

func costPerMillion(machines: Int, pricePerHour: Double, meanRate: Double) -> Double {
  let pricePerSecond = pricePerHour / (60 * 60)
  return 1e6 * Double(machines) * pricePerSecond / meanRate
}

func cheapest(
  _ offers: [Offer], limit: Double, peak: Double, headroom: Double, spare: Int
) -> String? {
  var name: String?
  var lowest = Double.infinity
  for offer in offers where offer.p99 <= limit {
    let count = machinesNeeded(
      peak: peak, each: offer.answersPerSecond, headroom: headroom, spare: spare)
    let bill = Double(count) * offer.pricePerHour
    if bill < lowest { (name, lowest) = (offer.name, bill) }
  }
  return name
}
