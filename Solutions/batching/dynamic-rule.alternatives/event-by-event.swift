// Goes through the arrivals as a server would meet them, with a batch that is open or not.
struct Departure: Equatable {
  var requests: Range<Int>
  var time: Double
}

func departures(
  of arrivals: [Double], maximumBatch: Int, maximumWait: Double
) -> [Departure] {
  var departures: [Departure] = []
  var open = 0..<0
  func leave(at time: Double) {
    departures.append(Departure(requests: open, time: time))
    open = open.upperBound..<open.upperBound
  }
  for (request, arrival) in arrivals.enumerated() {
    if !open.isEmpty, arrivals[open.lowerBound] + maximumWait < arrival {
      leave(at: arrivals[open.lowerBound] + maximumWait)
    }
    open = open.lowerBound..<request + 1
    if open.count == maximumBatch { leave(at: arrival) }
  }
  if !open.isEmpty { leave(at: arrivals[open.lowerBound] + maximumWait) }
  return departures
}
