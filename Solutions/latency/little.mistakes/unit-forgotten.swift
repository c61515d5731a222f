struct Visit: Equatable {
  var arrived: Double
  var answered: Double
}

func meanInFlight(_ visits: [Visit], seconds: Double) -> Double {
  let spent = visits.map { visit in
    max(0, min(visit.answered, seconds) - max(visit.arrived, 0))
  }
  return spent.reduce(0, +) / seconds
}

func workersNeeded(rate: Int, milliseconds: Int) -> Int {
  rate * milliseconds
}

func highestRate(workers: Int, milliseconds: Int) -> Double {
  Double(workers) * 1000 / Double(milliseconds)
}
