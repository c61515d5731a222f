struct Visit: Equatable {
  var arrived: Double
  var answered: Double
}

func meanInFlight(_ visits: [Visit], seconds: Double) -> Double {
  let peaks = visits.map { visit in
    visits.count { other in other.arrived <= visit.arrived && visit.arrived < other.answered }
  }
  return Double(peaks.max() ?? 0)
}

func workersNeeded(rate: Int, milliseconds: Int) -> Int {
  (rate * milliseconds + 999) / 1000
}

func highestRate(workers: Int, milliseconds: Int) -> Double {
  Double(workers) * 1000 / Double(milliseconds)
}
