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
    var end = first
    while end < arrivals.count, arrivals[end] <= deadline {
      end += 1
    }
    departures.append(
      Departure(requests: first..<end, time: deadline))
    first = end
  }
  return departures
}
