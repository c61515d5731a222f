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
    while end < arrivals.count, end - first < maximumBatch, arrivals[end] <= deadline {
      end += 1
    }
    let isFull = end - first == maximumBatch
    departures.append(
      Departure(
        requests: first..<end, time: isFull || end == arrivals.count ? arrivals[end - 1] : deadline)
    )
    first = end
  }
  return departures
}
