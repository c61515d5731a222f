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
    let deadline = ((arrivals[first] / maximumWait).rounded(.down) + 1) * maximumWait
    var end = first
    while end < arrivals.count, end - first < maximumBatch, arrivals[end] <= deadline {
      end += 1
    }
    let isFull = end - first == maximumBatch
    departures.append(
      Departure(requests: first..<end, time: isFull ? arrivals[end - 1] : deadline))
    first = end
  }
  return departures
}
