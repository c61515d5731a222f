struct Departure: Equatable {
  var requests: Range<Int>
  var time: Double
}

func departures(
  of arrivals: [Double], maximumBatch: Int, maximumWait: Double
) -> [Departure] {
  var departures: [Departure] = []
  var first = 0
  while first < arrivals.count {
    let deadline = arrivals[first] + maximumWait
    let inTime = arrivals[first...].prefix { $0 <= deadline }.count
    let last = first + min(inTime, maximumBatch)
    let isFull = last - first == maximumBatch
    departures.append(
      Departure(requests: first..<last, time: isFull ? arrivals[last - 1] : deadline))
    first += inTime
  }
  return departures
}
