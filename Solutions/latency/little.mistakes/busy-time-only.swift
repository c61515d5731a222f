struct Visit: Equatable {
  var arrived: Double
  var answered: Double
}

func meanInFlight(_ visits: [Visit], seconds: Double) -> Double {
  let spent = visits.map { visit in
    max(0, min(visit.answered, seconds) - max(visit.arrived, 0))
  }
  guard let first = visits.map(\.arrived).min(), let last = visits.map(\.answered).max() else {
    return 0
  }
  return spent.reduce(0, +) / (last - first)
}

func workersNeeded(rate: Int, milliseconds: Int) -> Int {
  (rate * milliseconds + 999) / 1000
}

func highestRate(workers: Int, milliseconds: Int) -> Double {
  Double(workers) * 1000 / Double(milliseconds)
}
