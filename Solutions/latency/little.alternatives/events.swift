// Walks along the arrivals and departures in order of time, and adds up how many were inside.
struct Visit: Equatable {
  var arrived: Double
  var answered: Double
}

func meanInFlight(_ visits: [Visit], seconds: Double) -> Double {
  let window = 0...seconds
  func clamped(_ time: Double) -> Double {
    min(max(time, window.lowerBound), window.upperBound)
  }
  let arrivals = visits.map { (time: clamped($0.arrived), change: 1.0) }
  let departures = visits.map { (time: clamped($0.answered), change: -1.0) }
  var (area, inside, last) = (0.0, 0.0, 0.0)
  for event in (arrivals + departures).sorted(by: { $0.time < $1.time }) {
    area += inside * (event.time - last)
    inside += event.change
    last = event.time
  }
  return area / seconds
}

func workersNeeded(rate: Int, milliseconds: Int) -> Int {
  Int((Double(rate * milliseconds) / 1000).rounded(.up))
}

func highestRate(workers: Int, milliseconds: Int) -> Double {
  1000 / Double(milliseconds) * Double(workers)
}
